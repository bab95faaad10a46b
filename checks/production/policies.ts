/** Whether policies allow more callers than needed. */

import type { Facts } from '../../account/facts.ts';
import { evaluatePolicy, type PolicyRequest } from '../../account/policy/evaluate.ts';
import { PolicyError } from '../../account/policy/parse.ts';
import { foundIn } from '../../account/seen.ts';
import type { Advice } from '../step.ts';
import { STRANGER, s3Publishes, snsSends, strangersAsk } from '../tasks/requests.ts';
import { adviseOn, inWords, type Looked, namesOf } from './production-advice.ts';

export function adviseOnPolicies(facts: Looked): Advice[] {
  return [adviseOneBucket, adviseOneTopic, adviseTls].flatMap((advise) => {
    try {
      return advise(facts);
    } catch (error) {
      // A policy that cannot be evaluated is reported by its own task.
      if (error instanceof PolicyError) return [];
      throw error;
    }
  });
}

/** A policy that allows buckets of other accounts is worse; task 3.1 advises on that. */
function adviseOneBucket({ topic, account }: Facts): Advice[] {
  const { name, arn = '', policy } = foundIn(topic) ?? {};
  const another = 'arn:aws:s3:::another-bucket-of-this-account';
  const isWide =
    allows(policy, s3Publishes(arn, account, another)) &&
    !allows(policy, s3Publishes(arn, STRANGER, another));
  return adviseOn(name !== undefined && isWide ? [name] : [], (topicName) => ({
    id: 'any-own-bucket-may-publish',
    title: `Any bucket of your account can publish to ${topicName}`,
    why: 'If another bucket notifies the topic by mistake, the functions run on keys that do not exist.',
    how: 'Add a condition to the statement for s3.amazonaws.com: aws:SourceArn must be the ARN of your bucket (ArnLike).',
    anchor: 'least-privilege',
  }));
}

/** A policy that allows everyone is worse; task 2 advises on that. */
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
    title: `Other topics can send messages to ${names}`,
    why: "SNS sends on behalf of any topic owner. Anyone who knows the queue's name can make the function run at your cost.",
    how: "In the queue's access policy, let the condition aws:SourceArn name the whole ARN of the topic.",
    anchor: 'least-privilege',
  }));
}

/** The embedded AWS has no TLS. Requiring it there would deny everybody, so nothing is said. */
function adviseTls(facts: Looked): Advice[] {
  if (!facts.production.byTls) return [];
  const [first, ...others] = namesWithoutTls(facts);
  if (first === undefined) return [];
  const more = others.length > 1 ? [first, `${others.length} others`] : [first, ...others];
  return adviseOn(more, (names) => ({
    id: 'tls-only',
    title: `Requests without TLS are allowed: ${names}`,
    why: `Data sent without TLS can be read and changed on its way (${inWords([first, ...others])}).`,
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

/** Whether a policy denies even the account itself without TLS, and only without TLS. */
function demandsTls(
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
