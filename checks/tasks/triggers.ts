import type { Facts, FunctionFacts, QueueFacts, TriggerFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { isPolling } from '../../account/trigger-states.ts';
import { labParts } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import type { Advice, Finding, Step } from '../step.ts';
import { fail, judge, notYet, pass, pending, waits } from './found.ts';
import { invocationOf } from './invocation-facts.ts';

/** The three steps of a function's trigger (tasks 5.2 and 5.4). */
export function triggerSteps(end: LabOutput): Step[] {
  const { functionTask, functionName, triggerTask: id, queue, queueTask } = labParts[end];
  return [
    {
      id: `${id}.trigger`,
      title: `${queue} triggers ${functionName}`,
      points: 1,
      needs: [`${functionTask}.function`, `${queueTask}.queue`],
      verify: (facts) => withBoth(facts, end, (found, from) => isTriggered(found, from, facts, end)),
    },
    {
      id: `${id}.alone`,
      title: `No other function receives from ${queue}`,
      points: 2,
      needs: [`${id}.trigger`],
      verify: (facts) => withBoth(facts, end, takesAlone),
    },
    {
      id: `${id}.batch-size`,
      title: `${functionName} receives one message at a time`,
      points: 1,
      needs: [`${id}.trigger`],
      verify: (facts) => withBoth(facts, end, hasBatchSizeOne),
    },
  ];
}

function withBoth(
  facts: Facts,
  end: LabOutput,
  found: (found: FunctionFacts, queue: QueueFacts) => Finding,
): Finding {
  const { functionName, queue } = labParts[end];
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

function isTriggered(found: FunctionFacts, queue: QueueFacts, facts: Facts, end: LabOutput): Finding {
  const triggers = triggersFrom(found, queue);
  const evidence = { triggers: found.triggers.map(({ sourceArn, state }) => ({ sourceArn, state })) };
  if (triggers.length === 0) return noTrigger(found, queue, { ...evidence, others: othersAt(queue, found) });
  if (triggers.some(({ state }) => SETTLING.includes(state)) && !triggers.some(isEnabled)) {
    const hint = `Lambda is still setting up the trigger of ${found.name}. Grade again in a minute.`;
    return pending(hint, evidence);
  }
  if (!triggers.some(isEnabled)) {
    return fail(`The trigger of ${found.name} from ${queue.name} is disabled. ${TRIGGERS}`, evidence);
  }
  const filters = triggers.flatMap((trigger) => trigger.filters);
  if (filters.length > 0 && invocationOf(facts, end) === undefined) {
    const hint = `The trigger of ${found.name} has filter criteria, and Lambda deletes messages that do not match them. No message reached the function. ${TRIGGERS}`;
    return fail(hint, { ...evidence, filters });
  }
  return { verdict: 'pass', evidence, advice: adviseVisibility(found, queue) };
}

const TRIGGERS = "See the function's Configuration → Triggers.";

const SETTLING = ['Creating', 'Enabling', 'Updating'];

function isEnabled({ state }: TriggerFacts): boolean {
  return state === 'Enabled' || state === 'Updating';
}

function noTrigger(found: FunctionFacts, queue: QueueFacts, evidence: Record<string, unknown>): Finding {
  const { name, triggers } = found;
  const [other] = triggers;
  if (other !== undefined) {
    const source = other.sourceArn.split(':').at(-1);
    return fail(`${name} is triggered by ${source}, not by ${queue.name}. ${TRIGGERS}`, evidence);
  }
  const others = othersAt(queue, found);
  return others.length === 0
    ? notYet(`${name} has no trigger. ${TRIGGERS}`, evidence)
    : fail(
        `${name} has no trigger. The queue ${queue.name} triggers ${others.join(' and ')} instead.`,
        evidence,
      );
}

/** Names of the other functions that a queue triggers now. */
function othersAt({ consumers }: QueueFacts, { name }: FunctionFacts): string[] {
  const all = (consumers && foundIn(consumers)) ?? [];
  const others = all.filter(({ functionName, state }) => functionName !== name && isPolling(state));
  return [...new Set(others.map(({ functionName }) => functionName))];
}

/** SQS delivers each message to only one consumer. */
function takesAlone(found: FunctionFacts, queue: QueueFacts): Finding {
  return judge<unknown>(queue.consumers ?? UNKNOWN_CONSUMERS, {
    what: `the triggers of ${queue.name}`,
    found: () => {
      const others = othersAt(queue, found);
      if (others.length === 0) return pass();
      const hint = `The queue ${queue.name} also triggers ${others.join(' and ')}. SQS delivers each message to only one of them, so ${found.name} misses some uploads. See the queue's Lambda triggers.`;
      return fail(hint, { others });
    },
    absent: waits,
  });
}

/** Facts that an older grader saved have no consumers. */
const UNKNOWN_CONSUMERS = { kind: 'found', value: [] } as const;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig */
function adviseVisibility({ name, timeoutSeconds }: FunctionFacts, queue: QueueFacts): Advice[] {
  const least = 6 * timeoutSeconds;
  if (queue.visibilityTimeoutSeconds >= least) return [];
  return [
    {
      id: `visibility-${queue.name}`,
      title: `The visibility timeout of ${queue.name} is only ${queue.visibilityTimeoutSeconds} s`,
      why: `${name} can run for ${timeoutSeconds} s. SQS delivers a message again when it is still being processed, or waiting, after the visibility timeout.`,
      how: `Set the queue's visibility timeout to at least ${least} s. AWS recommends six times the function's timeout.`,
    },
  ];
}

function hasBatchSizeOne(found: FunctionFacts, queue: QueueFacts): Finding {
  const sizes = triggersFrom(found, queue).map(({ batchSize }) => batchSize);
  if (sizes.length === 0) return waits();
  return sizes.every((size) => size === 1)
    ? pass({ sizes })
    : fail(
        `The trigger of ${found.name} delivers up to ${Math.max(...sizes)} messages at a time, but the lab asks for one. ${TRIGGERS}`,
        { sizes },
      );
}
