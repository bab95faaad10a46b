import { AsyncLocalStorage } from 'node:async_hooks';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { PolicyReaders } from '../aws/clients.ts';
import { evaluatePolicy } from './policy/evaluate.ts';
import { parsePolicy } from './policy/parse.ts';

/** Set while a policy is being read to explain a denial. */
const explaining = new AsyncLocalStorage<true>();

/** What AWS reports about a call that the policy of a bucket, a queue or a topic denied. */
interface Denied {
  caller: string;
  action: string;
  resource: string;
}

/**
 * Finds the statement of a resource's own policy that denied a call: `The statement 'DenyAll' of the policy of thumbnail-queue`.
 * AWS reports that such a policy denied the call, but not which statement.
 * @returns undefined for every other error.
 */
export async function findDenial(error: unknown, readers: PolicyReaders): Promise<string | undefined> {
  const denied = error instanceof Error ? readMessage(error.message) : undefined;
  // A policy that denies everything also denies reading it.
  if (denied === undefined || explaining.getStore() === true) return undefined;
  const name = denied.resource.split(':').at(-1)?.split('/')[0] ?? denied.resource;
  const reading = explaining.run(true, () => readPolicy(denied.resource, readers));
  const statement = await reading.then(
    (policy) => statementOf(policy, denied),
    // A caller who is denied one action is often denied reading the policy too.
    () => undefined,
  );
  const which = statement === undefined ? 'A Deny statement' : `The statement '${statement}'`;
  return `${which} of the policy of ${name}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function readMessage(message: string): Denied | undefined {
  const parts =
    /User: (\S+) is not authorized to perform: (\S+) on resource: "?([^\s"]+)"? with an explicit deny in a resource-based policy/.exec(
      message,
    );
  const [, caller, action, resource] = parts ?? [];
  return caller && action && resource ? { caller, action, resource } : undefined;
}

async function readPolicy(resource: string, { s3, sns, sqs }: PolicyReaders): Promise<unknown> {
  const [, , service, , account, name = ''] = resource.split(':');
  const text = { s3: ofBucket, sns: ofTopic, sqs: ofQueue }[service as 's3' | 'sns' | 'sqs'];
  return JSON.parse((await text()) ?? '');

  async function ofBucket() {
    return (await s3.send(new GetBucketPolicyCommand({ Bucket: name.split('/')[0] }))).Policy;
  }
  async function ofTopic() {
    return (await sns.send(new GetTopicAttributesCommand({ TopicArn: resource }))).Attributes?.Policy;
  }
  async function ofQueue() {
    const owner = { QueueName: name, QueueOwnerAWSAccountId: account };
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand(owner));
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
    return (await sqs.send(asked)).Attributes?.Policy;
  }
}

/** The name of the statement; undefined when several could apply and only AWS can evaluate their conditions. */
function statementOf(policy: unknown, { caller, action, resource }: Denied): string | undefined {
  const account = caller.split(':')[4] ?? '';
  const principal = { kind: 'identity', account, arn: caller } as const;
  const context = {
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': caller,
  };
  try {
    const decision = evaluatePolicy(policy, { principal, action, resource, context });
    if (decision.decision === 'explicit-deny') return decision.statement;
  } catch {
    // It is unclear whether a condition is met.
  }
  const denies = parsePolicy(policy).statements.filter(({ effect }) => effect === 'Deny');
  return denies.length === 1 ? denies[0]?.name : undefined;
}
