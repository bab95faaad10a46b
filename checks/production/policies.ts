/** Whether policies let in nobody whom they need not let in. */
import type { Facts } from '../facts.ts';
import { evaluatePolicy, type PolicyRequest } from '../policy/evaluate.ts';
import { PolicyError } from '../policy/parse.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';
import { STRANGER, s3Publishes, snsSends, strangersAsk } from '../tasks/requests.ts';
import { adviseOn, inWords, type Looked, namesOf } from './production-advice.ts';

export function adviseOnPolicies(facts: Looked): Advice[] {
  return [adviseOneBucket, adviseOneTopic, adviseTls].flatMap((advise) => {
    try {
      return advise(facts);
    } catch (error) {
      // Of a policy that cannot be judged nothing is said: its own task does.
      if (error instanceof PolicyError) return [];
      throw error;
    }
  });
}

/** Buckets of other accounts are worse, and an advice of task 3.1. */
function adviseOneBucket({ topic, account }: Facts): Advice[] {
  const { name, arn = '', policy } = foundIn(topic) ?? {};
  const another = 'arn:aws:s3:::another-bucket-of-this-account';
  const isWide =
    allows(policy, s3Publishes(arn, account, another)) &&
    !allows(policy, s3Publishes(arn, STRANGER, another));
  return adviseOn(name !== undefined && isWide ? [name] : [], (topicName) => ({
    id: 'any-own-bucket-may-publish',
    title: `Every bucket of your account may publish to ${topicName}`,
    why: 'A notification of another bucket, made by mistake, runs the functions on keys that are not there.',
    how: 'Add the condition ArnLike aws:SourceArn (your bucket) to the statement for s3.amazonaws.com.',
    anchor: 'least-privilege',
  }));
}

/** Everyone is worse, and an advice of task 2. */
function adviseOneTopic({ topic, queues }: Facts): Advice[] {
  const arn = foundIn(topic)?.arn;
  if (arn === undefined) return [];
  const [, partition, , region, account = '', name] = arn.split(':');
  const others = [
    `arn:${partition}:sns:${region}:${account}:another-topic-of-this-account`,
    `arn:${partition}:sns:${region}:${STRANGER}:${name}`,
  ];
  const wide = namesOf(
    queues,
    (queue) =>
      others.some((other) => allows(queue.policy, snsSends(queue.arn, other))) &&
      !strangersAsk('sqs:SendMessage', queue.arn).some((request) => allows(queue.policy, request)),
  );
  return adviseOn(wide, (names) => ({
    id: 'any-topic-may-send',
    title: `Other topics may send to ${names}`,
    why: 'SNS acts for whoever asks it: somebody who knows the name of the queue can make the function run at your cost.',
    how: "Let the condition aws:SourceArn in the queue's access policy name the topic by its whole ARN.",
    anchor: 'least-privilege',
  }));
}

/** Where the grader itself came without, as to the embedded AWS, to demand it would shut out everybody. */
function adviseTls(facts: Looked): Advice[] {
  if (!facts.production.byTls) return [];
  const [first, ...others] = namesWithoutTls(facts);
  if (first === undefined) return [];
  const more = others.length > 1 ? [first, `${others.length} others`] : [first, ...others];
  return adviseOn(more, (names) => ({
    id: 'tls-only',
    title: `Those who come without TLS are let in: ${names}`,
    why: `What is sent or fetched without it can be read and changed on its way (${inWords([first, ...others])}).`,
    how: 'Add a statement to each policy that denies everything to everyone when aws:SecureTransport is false.',
    anchor: 'tls',
  }));
}

function namesWithoutTls({ topic, queues, bucket, account }: Facts): string[] {
  const sns = foundIn(topic);
  const s3 = foundIn(bucket);
  const lacks = (policy: unknown, action: string, resource: string) =>
    !demandsTls(policy, { action, resource, account });
  return [
    ...(sns && lacks(sns.policy, 'sns:Publish', sns.arn) ? [sns.name] : []),
    ...namesOf(queues, ({ policy, arn }) => lacks(policy, 'sqs:SendMessage', arn)),
    ...(s3 && lacks(s3.policy, 's3:GetObject', `arn:aws:s3:::${s3.name}/ingest/x.jpg`) ? [s3.name] : []),
  ];
}

/** Whether even the account itself is refused without TLS, and for that reason. */
export function demandsTls(
  policy: unknown,
  { account, ...request }: { action: string; resource: string; account: string },
): boolean {
  const isRefused = (tls: 'true' | 'false') => {
    const principal = { kind: 'identity', account, arn: `arn:aws:iam::${account}:root` } as const;
    const context = { 'aws:SecureTransport': tls, 'aws:PrincipalAccount': account };
    return evaluatePolicy(policy, { principal, ...request, context }).decision === 'explicit-deny';
  };
  return isRefused('false') && !isRefused('true');
}

function allows(policy: unknown, request: PolicyRequest): boolean {
  return evaluatePolicy(policy, request).decision === 'allow';
}
