import type { Value } from 'cloudform';
import { pseudo, type Reference } from './intrinsics.ts';

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  /** Only in the policy of a resource. */
  Principal?: '*' | { Service: Value<string> } | { AWS: Value<string> };
  Action: string | string[];
  Resource?: Value<string> | Value<string>[];
  Condition?: Record<string, Record<string, Value<string> | Value<string>[]>>;
}

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

export function policyDocument(...statements: Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * Denies these actions for requests without TLS.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5
 */
export function denyWithoutTls(Action: string, Resource: Statement['Resource'] & {}): Statement {
  return {
    Sid: 'DenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Lets one AWS service publish to a topic, only for a source of this account and only with TLS. */
export function publishPolicy(
  topic: Reference,
  { sid, service, sourceArn }: { sid: string; service: string; sourceArn: Reference },
): PolicyDocument {
  return policyDocument(
    {
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sns:Publish',
      Resource: topic,
      Condition: {
        StringEquals: { 'aws:SourceAccount': pseudo.accountId },
        ArnLike: { 'aws:SourceArn': sourceArn },
      },
    },
    denyWithoutTls('sns:Publish', topic),
  );
}
