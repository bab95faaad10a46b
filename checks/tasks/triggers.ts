import type { End, Facts, FunctionFacts, QueueFacts, TriggerFacts } from '../facts.ts';
import type { Advice, Finding, Step } from '../step.ts';
import { endNames } from './ends.ts';
import { fail, judge, notYet, pass, pending, waits } from './found.ts';
import { invocationOf } from './journey.ts';

/** The two steps of a function's trigger (tasks 5.2 and 5.4). */
export function triggerSteps(end: End): Step[] {
  const { functionTask, functionName, triggerTask: id, queue, queueTask } = endNames[end];
  return [
    {
      id: `${id}.trigger`,
      title: `An enabled trigger from ${queue}`,
      points: 3,
      needs: [`${functionTask}.function`, `${queueTask}.queue`],
      verify: (facts) => withBoth(facts, end, (found, from) => isTriggered(found, from, facts, end)),
    },
    {
      id: `${id}.batch-size`,
      title: `${functionName} gets one message at a time`,
      points: 1,
      needs: [`${id}.trigger`],
      verify: (facts) => withBoth(facts, end, hasBatchSizeOne),
    },
  ];
}

function withBoth(
  facts: Facts,
  end: End,
  found: (found: FunctionFacts, queue: QueueFacts) => Finding,
): Finding {
  const { functionName, queue } = endNames[end];
  return judge(facts.functions[end], {
    what: `the function ${functionName}`,
    found: (lambda) =>
      judge(facts.queues[end], {
        what: `the queue ${queue}`,
        found: (from) => found(lambda, from),
        absent: waits,
      }),
    absent: waits,
  });
}

function triggersFrom({ triggers }: FunctionFacts, { arn }: QueueFacts): TriggerFacts[] {
  return triggers.filter(({ sourceArn }) => sourceArn === arn);
}

function isTriggered(found: FunctionFacts, queue: QueueFacts, facts: Facts, end: End): Finding {
  const triggers = triggersFrom(found, queue);
  const evidence = { triggers: found.triggers.map(({ sourceArn, state }) => ({ sourceArn, state })) };
  if (triggers.length === 0) return noTrigger(found, queue, evidence);
  if (triggers.some(({ state }) => SETTLING.includes(state)) && !triggers.some(isEnabled)) {
    return pending(`The trigger of ${found.name} is still being set up.`, evidence);
  }
  if (!triggers.some(isEnabled)) {
    return fail(`The trigger of ${found.name} from ${queue.name} is disabled.`, evidence);
  }
  const filters = triggers.flatMap((trigger) => trigger.filters);
  if (filters.length > 0 && invocationOf(facts, end) === undefined) {
    const hint = `The trigger of ${found.name} has filter criteria, and what they do not let through is deleted: no message got as far as the function.`;
    return fail(hint, { ...evidence, filters });
  }
  return { verdict: 'pass', evidence, advice: adviseVisibility(found, queue) };
}

const SETTLING = ['Creating', 'Enabling', 'Updating'];

function isEnabled({ state }: TriggerFacts): boolean {
  return state === 'Enabled' || state === 'Updating';
}

function noTrigger({ name, triggers }: FunctionFacts, queue: QueueFacts, evidence: Record<string, unknown>) {
  const [other] = triggers;
  return other === undefined
    ? notYet(`${name} has no trigger. See its Configuration → Triggers.`, evidence)
    : fail(`The trigger of ${name} is ${other.sourceArn.split(':').at(-1)}, not ${queue.name}.`, evidence);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
function adviseVisibility({ name, timeoutSeconds }: FunctionFacts, queue: QueueFacts): Advice[] {
  const least = 6 * timeoutSeconds;
  if (queue.visibilityTimeoutSeconds >= least) return [];
  return [
    {
      id: `visibility-${queue.name}`,
      title: `${queue.name} hides a message for ${queue.visibilityTimeoutSeconds} s only`,
      why: `${name} may take ${timeoutSeconds} s: a message that is still in work, or waits for its turn, is delivered a second time.`,
      how: `Set the queue's visibility timeout to at least ${least} s, six times the function's timeout, as AWS recommends.`,
    },
  ];
}

function hasBatchSizeOne(found: FunctionFacts, queue: QueueFacts): Finding {
  const sizes = triggersFrom(found, queue).map(({ batchSize }) => batchSize);
  if (sizes.length === 0) return waits();
  return sizes.every((size) => size === 1)
    ? pass({ sizes })
    : fail(
        `The trigger of ${found.name} hands over up to ${Math.max(...sizes)} messages at a time; the lab asks for one.`,
        { sizes },
      );
}
