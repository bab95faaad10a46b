/** The requests that the pipeline makes when it works, and requests of strangers that should be denied. */
import type { Decision, PolicyRequest, Principal } from '../../account/policy/evaluate.ts';
import { inSentence } from '../../account/policy/statement-name.ts';

/** An account that does not belong to the learner. */
export const STRANGER = '999988887777';

const OTHER_IDENTITY: Principal = {
  kind: 'identity',
  account: STRANGER,
  arn: `arn:aws:iam::${STRANGER}:user/stranger`,
};

const TLS = { 'aws:SecureTransport': 'true' };

/** SNS delivers a message of this topic to a queue. */
export function snsSends(queueArn: string, topicArn: string, account?: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 'sns.amazonaws.com' },
    action: 'sqs:SendMessage',
    resource: queueArn,
    context: { ...TLS, 'aws:SourceArn': topicArn, ...(account && { 'aws:SourceAccount': account }) },
  };
}

/** S3 sends a bucket's event notification to a topic. */
export function s3Publishes(topicArn: string, account: string, bucketArn: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 's3.amazonaws.com' },
    action: 'sns:Publish',
    resource: topicArn,
    context: { ...TLS, 'aws:SourceAccount': account, 'aws:SourceArn': bucketArn },
  };
}

/** The same request from two strangers: an identity of another account, and a caller without credentials. */
export function strangersAsk(action: string, resource: string): PolicyRequest[] {
  const context = { ...TLS, 'aws:PrincipalAccount': STRANGER, 'aws:SourceIp': '203.0.113.7' };
  return [
    { principal: OTHER_IDENTITY, action, resource, context },
    {
      principal: { kind: 'anonymous' },
      action,
      resource,
      context: { ...TLS, 'aws:SourceIp': '203.0.113.7' },
    },
  ];
}

/** Lambda assumes a role. */
export function lambdaAssumes(roleArn: string, account: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 'lambda.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: { ...TLS, 'aws:SourceAccount': account },
  };
}

/** A function writes an object, with its role. */
export function functionWrites(
  { arn, name, roleArn }: { arn: string; name: string; roleArn: string },
  { account, region }: { account: string; region: string },
  resource: string,
): PolicyRequest {
  const role = roleArn.split('/').at(-1) ?? '';
  const session = `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
  const context = {
    ...{
      ...TLS,
      'aws:RequestedRegion': region,
      'aws:PrincipalAccount': account,
      'aws:PrincipalArn': roleArn,
    },
    ...{ 'aws:ResourceAccount': account, 's3:ResourceAccount': account, 'lambda:SourceFunctionArn': arn },
  };
  const principal = { kind: 'identity', account, arn: session } as const;
  return { principal, action: 's3:PutObject', resource, context };
}

/** Explains in sentences why a policy does not allow a request. */
export function whyNot(
  decision: Exclude<Decision, { decision: 'allow' }>,
  { action }: Pick<PolicyRequest, 'action'>,
): string {
  return decision.decision === 'explicit-deny'
    ? `${inSentence(decision.statement)} denies ${action}.`
    : (decision.nearest ?? `No statement allows ${action}.`);
}
