/** Whether a message or a picture can still get through, according to the facts. The probe waits accordingly. */

import type { Facts } from '../account/facts.ts';
import { evaluatePolicy } from '../account/policy/evaluate.ts';
import { foundIn, type Seen } from '../account/seen.ts';
import { invocationSteps, labParts, queueSteps } from '../lab/ends.ts';
import type { LabOutput } from '../lab/output-names.ts';
import { failedSteps } from './grade.ts';
import { lambdaAssumes, snsSends } from './tasks/requests.ts';

/** What the probe sends: the message of task 2.3 or a picture. */
export type Part = 'message' | 'journey';

/** What the facts say about the chances of a message and of a picture. */
export interface Hopes {
  /**
   * The step whose finding proves that a message or a picture cannot get through; undefined when it may. A finding that
   * only makes this likely is not a proof, so the probe waits as if nothing were wrong.
   */
  proofAgainst(part: Part, end: LabOutput): string | undefined;
  /** Whether no log can show a message that the function of this end received. */
  isMute(end: LabOutput): boolean;
}

/** Verifies every step once, and answers all of the probe's questions from the result. */
export function hopesOf(facts: Facts): Hopes {
  const failed = failedSteps(facts);
  return {
    proofAgainst(part, end) {
      const steps = part === 'message' ? queueSteps(end) : invocationSteps(end);
      return steps.find((step) => failed.has(step) && isProof(facts, step, part, end));
    },
    isMute(end) {
      const { functionTask, triggerTask } = labParts[end];
      const isOff = failed.has(`${functionTask}.function`) || failed.has(`${triggerTask}.trigger`);
      return isOff || mayNotRun(facts, end) || mayNotLog(facts, end);
    },
  };
}

/** Whether a queue delays every message for longer than the probe waits. */
export function isHeldBack({ queues }: Facts, end: LabOutput, seconds: number): boolean {
  return (foundIn(queues[end])?.delaySeconds ?? 0) >= seconds;
}

function isProof(facts: Facts, step: string, part: Part, end: LabOutput): boolean {
  const { queueTask, functionTask, triggerTask } = labParts[end];
  switch (step) {
    case '3.2.events':
    case '3.2.filter':
      return !tellsOfProbe(facts);
    case `${queueTask}.subscription`:
      return part === 'message' || !isSubscribedByBody(facts, end);
    case `${queueTask}.policy`:
      return !isAllowedByAccount(facts, end);
    // A resource with a similar name may do the same work under a name that the lab does not ask for.
    case '1.topic':
      return !hasNear(facts.topic);
    case `${queueTask}.queue`:
      return !hasNear(facts.queues[end]);
    case `${functionTask}.function`:
      return !hasNear(facts.functions[end]);
    case '4.lab-trust':
    case '4.lab-permissions':
    case `${functionTask}.role`:
      return mayNotRun(facts, end);
    // A picture may match the filter criteria, and other functions leave some messages.
    case `${triggerTask}.trigger`:
      return !hasOpenTrigger(facts, end);
    case `${triggerTask}.alone`:
      return false;
    default:
      return true;
  }
}

/** Whether S3 notifies the topic about an upload such as the probe's, even if the notification has other mistakes. */
function tellsOfProbe({ bucket, topic }: Facts): boolean {
  const notifications = foundIn(bucket)?.notifications ?? [];
  return notifications.some(
    ({ arn, events, prefix, suffix }) =>
      arn === foundIn(topic)?.arn &&
      events.some((event) => ['s3:ObjectCreated:*', 's3:ObjectCreated:Put'].includes(event)) &&
      // The part of the name between prefix and suffix is random.
      ('ingest/'.startsWith(prefix) || prefix.startsWith('ingest/')) &&
      '.jpg'.endsWith(suffix),
  );
}

/** A message of S3 has a body and no attributes. */
function isSubscribedByBody({ topic, queues }: Facts, end: LabOutput): boolean {
  const arn = foundIn(queues[end])?.arn;
  return (foundIn(topic)?.subscriptions ?? []).some(
    ({ endpoint, confirmed, filterScope }) => endpoint === arn && confirmed && filterScope === 'MessageBody',
  );
}

/** SNS does not document `aws:SourceAccount` here, but it may send it. */
function isAllowedByAccount({ account, topic, queues }: Facts, end: LabOutput): boolean {
  const [from, to] = [foundIn(topic), foundIn(queues[end])];
  if (from === undefined || to === undefined) return false;
  return evaluatePolicy(to.policy, snsSends(to.arn, from.arn, account)).decision === 'allow';
}

function hasNear(seen: Seen<unknown>): boolean {
  return seen.kind === 'absent' && (seen.near ?? []).length > 0;
}

/** Whether Lambda cannot run the function for a message, judged by the role that the function really has. */
function mayNotRun({ functions, queues, account }: Facts, end: LabOutput): boolean {
  const found = foundIn(functions[end]);
  if (found === undefined) return false;
  const role = foundIn(found.role);
  if (role === undefined) return found.role.kind === 'absent';
  if (evaluatePolicy(role.trust, lambdaAssumes(role.arn, account)).decision !== 'allow') return true;
  const arn = foundIn(queues[end])?.arn;
  return role.permissions.some(
    ({ action, resource, decision }) =>
      action === 'sqs:ReceiveMessage' && resource === arn && decision !== 'allowed',
  );
}

function mayNotLog({ functions }: Facts, end: LabOutput): boolean {
  const found = foundIn(functions[end]);
  const { permissions = [] } = (found && foundIn(found.role)) ?? {};
  return permissions.some(
    ({ action, resource, decision }) =>
      action === 'logs:PutLogEvents' && resource.includes(found?.logGroup ?? '') && decision !== 'allowed',
  );
}

function hasOpenTrigger({ functions, queues }: Facts, end: LabOutput): boolean {
  const arn = foundIn(queues[end])?.arn;
  const triggers = foundIn(functions[end])?.triggers ?? [];
  return triggers.some(
    ({ sourceArn, state }) => sourceArn === arn && ['Enabled', 'Updating'].includes(state),
  );
}
