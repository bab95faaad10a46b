import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import type { Aws } from '../aws.ts';
import type { PermissionFacts } from '../facts.ts';
import { bounded, readPolicy } from './boundary.ts';
import type { Place } from './place.ts';
import type { Question } from './questions.ts';
import { contextOf } from './request-context.ts';
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

function contextEntry([name, value]: [string, string]): ContextEntry {
  const type = name === 'aws:SecureTransport' ? 'boolean' : 'string';
  return { ContextKeyName: name, ContextKeyValues: [value], ContextKeyType: type };
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
