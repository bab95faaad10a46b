import type { Facts } from '../../account/facts.ts';
import { parseLogEntry } from '../../account/logs/log-entry.ts';
import { troubleLines } from '../../account/logs/trouble-lines.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import { evaluatePolicy } from '../../account/policy/evaluate.ts';
import { foundIn } from '../../account/seen.ts';
import { s3Publishes, snsSends, whyNot } from '../../checks/tasks/requests.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { isOfLab, type OutputName, tasksOf } from '../../lab/output-names.ts';
import { taskRef } from '../empty-state.ts';
import type { Cause } from '../state.ts';
import type { InvokedEntry } from './journal-entry.ts';
import type { Layout } from './layout.ts';

/** What is needed to explain why a picture stopped. */
export interface CauseContext {
  facts: Facts | undefined;
  layout: Layout;
  /** The command that shows how to do a task, or lists the dead letters. */
  command(about: { task: string } | 'dead-letters'): string;
}

type Why = Omit<Cause, 'id' | 'uploadId' | 'branch' | 'hopId' | 'canRedrive'>;

const MOST_EVIDENCE = 8;
const LONGEST = 400;

/** The bucket sends no notification for the object. */
export function whyNotNotified(context: CauseContext, { key }: { key: string }): Why {
  const { facts, layout, command } = context;
  const notifications = (facts && foundIn(facts.bucket)?.notifications) ?? [];
  const listed = notifications.map(
    ({ id, events, prefix, suffix, to }) =>
      `Notification ${id} to a ${to}: ${events.join(', ')}, prefix '${prefix}', suffix '${suffix}'`,
  );
  return {
    what: short(`No event notification of the bucket ${layout.bucket ?? ''} covers ${key}.`),
    evidence: evidence(listed.length > 0 ? listed : ['The bucket has no event notification.']),
    fix: "Set the prefix, the suffix and the event types of the bucket's notification as task 3.2 says.",
    ...{ command: command({ task: '3.2' }), task: taskRef('3.2') },
  };
}

/** S3 could not publish its event. */
export function whyNotPublished(
  { facts, layout, command }: CauseContext,
  { topic, why }: { topic: string; why: 'policy' | 'no-topic' },
): Why {
  const name = nameOfArn(topic);
  if (why === 'no-topic')
    return {
      what: short(`The topic ${name} of the notification does not exist.`),
      evidence: evidence([`Destination of the notification: ${topic}`]),
      fix: 'Create the topic, or change the destination of the notification.',
      ...{ command: command({ task: '1' }), task: taskRef('1') },
    };
  const policy = facts && foundIn(facts.topic)?.policy;
  const request = s3Publishes(topic, facts?.account ?? '', `arn:aws:s3:::${layout.bucket ?? ''}`);
  return {
    what: short(`The access policy of ${name} does not let S3 publish.`),
    evidence: evidence([explain(policy, request)]),
    fix: 'Change the statement for S3 in the access policy of the topic.',
    ...{ command: command({ task: '3.1' }), task: taskRef('3.1') },
  };
}

/** SNS could not deliver the message to a queue. */
export function whyNotDelivered(
  { facts, command }: CauseContext,
  { queue, why }: { queue: string; why: 'policy' | 'filter' | 'no-queue' },
  branch: OutputName | null,
): Why {
  const name = nameOfArn(queue);
  const task = (branch && tasksOf(branch)?.queue) ?? '2.1';
  const common = { command: command({ task }), task: taskRef(task) };
  if (why === 'no-queue')
    return {
      what: short(`The queue ${name} of the subscription does not exist.`),
      evidence: evidence([`Endpoint of the subscription: ${queue}`]),
      ...{ fix: 'Create the queue, or remove the subscription.', ...common },
    };
  if (why === 'filter') {
    const subscription = (facts && foundIn(facts.topic)?.subscriptions)?.find(
      ({ endpoint }) => endpoint === queue,
    );
    return {
      what: short(`The filter policy of the subscription of ${name} does not match the message.`),
      evidence: evidence([`Filter policy: ${JSON.stringify(subscription?.filterPolicy ?? null)}`]),
      ...{ fix: 'Remove the filter policy of the subscription.', ...common },
    };
  }
  const policy =
    facts && branch !== null && isOfLab(branch) ? foundIn(facts.queues[branch])?.policy : undefined;
  const topic = facts && foundIn(facts.topic)?.arn;
  return {
    what: short(`The access policy of ${name} does not let SNS send.`),
    evidence: evidence([explain(policy, snsSends(queue, topic ?? '', facts?.account))]),
    ...{ fix: 'Change the statement for SNS in the access policy of the queue.', ...common },
  };
}

/** No subscription took the message. */
export function whyNotSubscribed({ facts, layout, command }: CauseContext): Why {
  const subscriptions = (facts && foundIn(facts.topic)?.subscriptions) ?? [];
  const listed = subscriptions.map(
    ({ protocol, endpoint, confirmed }) =>
      `Subscription by ${protocol}: ${nameOfArn(endpoint)}${confirmed ? '' : ' (not confirmed)'}`,
  );
  return {
    what: short(`No queue is subscribed to ${layout.topic ?? 'the topic'}, and SNS keeps no messages.`),
    evidence: evidence(listed.length > 0 ? listed : ['The topic has no subscription.']),
    fix: 'Subscribe both queues to the topic.',
    ...{ command: command({ task: '2.1' }), task: taskRef('2.1') },
  };
}

/** A function failed for a message. */
export function whyFailed(
  { layout, command }: CauseContext,
  { log = '', answer, function: name }: InvokedEntry,
  branch: OutputName,
  key: string | undefined,
): Why {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const own = lines.filter((line) => key === undefined || line.includes(key));
  const [first] = troubleLines(own.length > 0 ? own : lines);
  const trouble = first ?? troubleLines([answer])[0] ?? `${name} failed and logged no reason.`;
  const isDenied = /not authorized to perform|AccessDenied/i.test(trouble);
  const isPicture = !isDenied && key !== undefined && trouble.includes(key);
  const tasks = tasksOf(branch);
  const task = isDenied ? '4' : (tasks?.trigger ?? '5.2');
  return {
    what: short(trouble),
    evidence: evidence(lines.slice(-MOST_EVIDENCE).map((line) => parseLogEntry(line)?.message ?? line)),
    fix: isDenied
      ? 'Allow the action in the policies of the role, then send the message again.'
      : isPicture
        ? 'The picture is damaged or not supported. Upload another one.'
        : `Repair ${name}, then send the message again.`,
    command: isPicture && layout.queues[branch].hasDeadLetters ? command('dead-letters') : command({ task }),
    task: taskRef(task),
  };
}

function explain(policy: unknown, request: Parameters<typeof evaluatePolicy>[1]): string {
  try {
    const decision = evaluatePolicy(policy, request);
    return decision.decision === 'allow'
      ? `The policy has changed since then: ${decision.statement} now allows it.`
      : whyNot(decision, request);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function evidence(lines: readonly string[]): string[] {
  return lines.slice(0, MOST_EVIDENCE).map(short);
}

function short(text: string): string {
  const cleaned = cleanText(text);
  return cleaned.length <= LONGEST ? cleaned : `${cleaned.slice(0, LONGEST - 1)}…`;
}
