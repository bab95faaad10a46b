import {
  type ContextEntry,
  type EvaluationResult,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import type { Aws } from '../aws.ts';
import type { PermissionFacts } from '../facts.ts';
import { evaluatePolicy } from '../policy/evaluate.ts';
import type { Place } from './place.ts';
import { parsePolicyText } from './policy-text.ts';
import type { Question } from './questions.ts';
import type { BareRole } from './role.ts';

type Decision = PermissionFacts['decision'];
type Answers = Map<string, Decision>;

/**
 * Asks IAM what a role may do, in as few calls as it takes.
 * @throws what AWS says when it does not answer.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function askPermissions(
  aws: Aws,
  place: Place,
  role: BareRole,
  questions: readonly Question[],
): Promise<PermissionFacts[]> {
  const [answers, boundary] = await Promise.all([
    simulateAll(aws, place, role, questions),
    role.boundary === null ? null : readPolicy(aws, role.boundary),
  ]);
  return questions.map((question) => {
    const decision = answers.get(keyOf(question.action, question.resource)) ?? 'implicitDeny';
    return {
      ...question,
      decision: boundary === null ? decision : bounded(decision, boundary, question, place, role),
    };
  });
}

async function simulateAll(
  aws: Aws,
  place: Place,
  role: BareRole,
  questions: readonly Question[],
): Promise<Answers> {
  const answers: Answers = new Map();
  // IAM answers for each action with each resource: those of one kind go together.
  await simulate(groupBy(questions, ({ resource }) => kindOf(resource)));
  // The embedded AWS answers for the first resource only.
  const left = questions.filter(({ action, resource }) => !answers.has(keyOf(action, resource)));
  await simulate(groupBy(left, ({ resource }) => resource));
  return answers;

  async function simulate(groups: readonly (readonly Question[])[]): Promise<void> {
    const results = await Promise.all(groups.map((group) => simulateOnce(aws, place, role, group)));
    for (const result of results.flat()) record(result, answers);
  }
}

async function simulateOnce(
  { iam }: Aws,
  place: Place,
  role: BareRole,
  questions: readonly Question[],
): Promise<EvaluationResult[]> {
  const results: EvaluationResult[] = [];
  const request = {
    PolicySourceArn: role.arn,
    ActionNames: [...new Set(questions.map(({ action }) => action))],
    ResourceArns: [...new Set(questions.map(({ resource }) => resource))],
    ContextEntries: Object.entries(contextOf(place, role)).map(contextEntry),
  };
  for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy({ client: iam }, request)) {
    results.push(...EvaluationResults);
  }
  return results;
}

/** An answer stands for one resource, or has a list of them. */
function record(
  {
    EvalActionName = '',
    EvalResourceName = '*',
    EvalDecision,
    ResourceSpecificResults = [],
  }: EvaluationResult,
  answers: Answers,
): void {
  if (EvalDecision !== undefined) answers.set(keyOf(EvalActionName, EvalResourceName), EvalDecision);
  for (const { EvalResourceName: resource = '', EvalResourceDecision: decision } of ResourceSpecificResults) {
    if (decision !== undefined) answers.set(keyOf(EvalActionName, resource), decision);
  }
}

/** What AWS itself would know of the request. */
function contextOf({ account, region }: Place, { arn }: BareRole): Record<string, string> {
  return {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': arn,
    'aws:ResourceAccount': account,
    's3:ResourceAccount': account,
  };
}

function contextEntry([name, value]: [string, string]): ContextEntry {
  const type = name === 'aws:SecureTransport' ? 'boolean' : 'string';
  return { ContextKeyName: name, ContextKeyValues: [value], ContextKeyType: type };
}

async function readPolicy({ iam }: Aws, PolicyArn: string): Promise<unknown> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicyText(PolicyVersion?.Document);
}

/** IAM's simulation heeds a permissions boundary; the embedded AWS's does not. To heed it twice changes nothing. */
function bounded(
  decision: Decision,
  boundary: unknown,
  { action, resource }: Question,
  place: Place,
  role: BareRole,
): Decision {
  const principal = { kind: 'identity', account: place.account, arn: role.arn } as const;
  const request = { principal, action, resource, context: contextOf(place, role) };
  const limit = evaluatePolicy(forEveryone(boundary), request).decision;
  if (limit === 'explicit-deny') return 'explicitDeny';
  return limit === 'implicit-deny' && decision === 'allowed' ? 'implicitDeny' : decision;
}

/** An identity's policy names no principal: it is the identity. */
function forEveryone(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return policy;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const Statement = statements.map((one) => (typeof one === 'object' ? { ...one, Principal: '*' } : one));
  return { ...policy, Statement };
}

/** `s3 object` for `arn:aws:s3:::bucket/key`: a call asks about things of one kind. */
function kindOf(resource: string): string {
  const [, , service = resource] = resource.split(':');
  return service === 's3' && resource.includes('/') ? 's3 object' : service;
}

function groupBy(questions: readonly Question[], key: (question: Question) => string): Question[][] {
  return [...Map.groupBy(questions, key).values()];
}

function keyOf(action: string, resource: string): string {
  return `${action} ${resource}`;
}
