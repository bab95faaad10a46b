/** Short forms for the examples in AWS's documentation. */
import { evaluatePolicy, type PolicyRequest, type Principal } from '../../account/policy/evaluate.ts';

export const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

export type Context = PolicyRequest['context'];

export const identity = (arn: string): Principal => ({
  kind: 'identity',
  account: arn.split(':')[4] ?? '',
  arn,
});
export const service = (name: string): Principal => ({ kind: 'service', service: `${name}.amazonaws.com` });
export const SOMEBODY = identity('arn:aws:iam::111122223333:user/somebody');
export const EVERYTHING = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

export const decide = (statements: unknown, request: Partial<PolicyRequest>) =>
  evaluatePolicy(
    { Version: '2012-10-17', Statement: statements },
    { principal: SOMEBODY, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {}, ...request },
  ).decision;

/** Tells whether a statement with this condition applies. */
export const meets = (condition: object, context: Context) =>
  decide({ ...EVERYTHING, Condition: condition }, { context }) === 'allow';
