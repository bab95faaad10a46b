import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import type { PermissionFacts } from '../facts.ts';
import { bounded, readPolicy } from './boundary.ts';
import type { Place } from './place.ts';
import type { Question } from './questions.ts';
import { contextOf } from './request-context.ts';
import type { BareRole } from './role.ts';

type Decision = PermissionFacts['decision'];
type Answers = Map<string, Decision>;

/**
 * Asks IAM what a role is allowed to do, in as few calls as possible.
 * @throws the error of AWS when it does not answer.
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
    const decision = answers.get(keyOf(question.action, question.resource)) ?? 'unknown';
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
  // IAM evaluates each action with each resource, so one call asks about resources of one kind and one caller.
  await simulate(groupBy(questions, ({ resource, caller }) => `${kindOf(resource)} ${caller}`));
  // IAM may leave a question unanswered.
  const left = questions.filter(({ action, resource }) => !answers.has(keyOf(action, resource)));
  await simulate(groupBy(left, ({ resource, caller }) => `${resource} ${caller}`));
  return answers;

  async function simulate(groups: readonly (readonly Question[])[]): Promise<void> {
    await Promise.all(
      groups.map(async (group) => record(await simulateOnce(aws, place, role, group), group, answers)),
    );
  }
}

async function simulateOnce(
  { iam }: Aws,
  place: Place,
  role: BareRole,
  questions: readonly Question[],
): Promise<EvaluationResult[]> {
  const results: EvaluationResult[] = [];
  const [first] = questions;
  const request = {
    PolicySourceArn: role.arn,
    ActionNames: [...new Set(questions.map(({ action }) => action))],
    ResourceArns: [...new Set(questions.map(({ resource }) => resource))],
    ContextEntries: Object.entries(contextOf(place, role, first?.caller)).map(contextEntry),
  };
  for await (const { EvaluationResults = [] } of firstPages(
    paginateSimulatePrincipalPolicy({ client: iam }, request),
  )) {
    results.push(...EvaluationResults);
  }
  return results;
}

/**
 * Records the answers in IAM's results. A result describes one action. Its decision is the most restrictive one over
 * all resources in the call, and its resource may be a pattern. So the result itself is the answer only when the call
 * had one resource, or when each resource has its own result. Otherwise the results by resource are the answers.
 */
function record(results: readonly EvaluationResult[], asked: readonly Question[], answers: Answers): void {
  const resources = [...new Set(asked.map(({ resource }) => resource))];
  const [only] = resources;
  for (const [action, ofAction] of Map.groupBy(results, ({ EvalActionName = '' }) => EvalActionName)) {
    const named = new Set(ofAction.map(({ EvalResourceName }) => EvalResourceName));
    const isEachNamed = resources.every((resource) => named.has(resource));
    for (const { EvalResourceName = '*', EvalDecision, ResourceSpecificResults = [] } of ofAction) {
      const resource = resources.length === 1 ? only : EvalResourceName;
      if (EvalDecision !== undefined && resource !== undefined && (resources.length === 1 || isEachNamed)) {
        answers.set(keyOf(action, resource), EvalDecision);
      }
      for (const { EvalResourceName: specific = '', EvalResourceDecision } of ResourceSpecificResults) {
        if (EvalResourceDecision !== undefined) answers.set(keyOf(action, specific), EvalResourceDecision);
      }
    }
  }
}

function contextEntry([name, value]: [string, string]): ContextEntry {
  const type = name === 'aws:SecureTransport' ? 'boolean' : 'string';
  return { ContextKeyName: name, ContextKeyValues: [value], ContextKeyType: type };
}

/** Returns `s3 object` for `arn:aws:s3:::bucket/key`. One call asks about resources of one kind. */
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
