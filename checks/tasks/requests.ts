/** Who asks for what when the pipeline works, and who should not be able to. */
import type { Decision, PolicyRequest, Principal } from '../policy/evaluate.ts';

/** Somebody else's account. */
export const STRANGER = '999988887777';

const OTHER_IDENTITY: Principal = {
  kind: 'identity',
  account: STRANGER,
  arn: `arn:aws:iam::${STRANGER}:user/stranger`,
};

const TLS = { 'aws:SecureTransport': 'true' };

/** SNS puts a message of this topic into a queue. */
export function snsSends(queueArn: string, topicArn: string, account?: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 'sns.amazonaws.com' },
    action: 'sqs:SendMessage',
    resource: queueArn,
    context: { ...TLS, 'aws:SourceArn': topicArn, ...(account && { 'aws:SourceAccount': account }) },
  };
}

/** S3 tells a topic what happened in a bucket. */
export function s3Publishes(topicArn: string, account: string, bucketArn: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 's3.amazonaws.com' },
    action: 'sns:Publish',
    resource: topicArn,
    context: { ...TLS, 'aws:SourceAccount': account, 'aws:SourceArn': bucketArn },
  };
}

/** Two that nobody invited: another account, and somebody without any credentials. */
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

/** Lambda takes on a role. */
export function lambdaAssumes(roleArn: string, account: string): PolicyRequest {
  return {
    principal: { kind: 'service', service: 'lambda.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: { ...TLS, 'aws:SourceAccount': account },
  };
}

/** Why a policy does not allow what was asked, as it stands in a sentence. */
export function whyNot(decision: Exclude<Decision, { decision: 'allow' }>): string {
  return decision.decision === 'explicit-deny'
    ? `${decision.statement} denies it`
    : (decision.nearest ?? 'no statement allows it');
}
