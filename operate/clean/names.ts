import { ENDS } from '../../checks/facts.ts';
import { ROLE_NAMES, suffixOf } from '../../checks/observe/names.ts';
import { endNames } from '../../checks/tasks/ends.ts';
import type { Kind } from './thing.ts';

const QUEUES = ENDS.flatMap((end) => [endNames[end].queue, `${end}-dead-letter-queue`]);
const FUNCTIONS = ENDS.map((end) => endNames[end].functionName);
const ROLES = Object.values(ROLE_NAMES);
const LOG_GROUPS = FUNCTIONS.flatMap((name) => [`/aws/lambda/${name}`, `/image-lab/${name}`]);

/**
 * Whether something of this kind is called as the lab or the template calls it.
 * @param suffix what the template's NameSuffix added to the topic's name: all of a lab have the same, or none.
 */
export function isLabsName(kind: Exclude<Kind, 'topic'>, name: string, suffix: string): boolean {
  return (BY_KIND[kind] ?? []).some((own) => suffixOf(name, own) === suffix);
}

/** Whether a topic is called so, with whatever suffix. */
export function isLabsTopic(name: string): boolean {
  return /^resize-image-topic-\d{4}(-[a-z0-9]+)*(\.fifo)?$/.test(name);
}

const BY_KIND: Partial<Record<Kind, readonly string[]>> = {
  queue: QUEUES,
  function: FUNCTIONS,
  role: ROLES,
  'log group': LOG_GROUPS,
};

/** Names of the log groups of a function of the lab: Lambda's own, and the template's. */
export function logGroupsOf(functionName: string): string[] {
  return [`/aws/lambda/${functionName}`, `/image-lab/${functionName}`];
}

export const LAB_FUNCTIONS: readonly string[] = FUNCTIONS;
export const LAB_QUEUES: readonly string[] = QUEUES;
