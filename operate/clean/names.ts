import { ROLE_NAMES, suffixOf } from '../../account/observe/names.ts';
import {
  deadLetterQueueName,
  FUNCTION_NAMES,
  logGroupName,
  OUTPUT_NAMES,
  queueName,
} from '../../lab/output-names.ts';
import type { Kind } from './thing.ts';

const QUEUES = OUTPUT_NAMES.flatMap((name) => [queueName(name), deadLetterQueueName(name)]);
const FUNCTIONS: readonly string[] = FUNCTION_NAMES;
const ROLES = Object.values(ROLE_NAMES);
const LOG_GROUPS = FUNCTIONS.flatMap((name) => logGroupsOf(name));

/**
 * Tells whether a resource of this kind has the name that the lab or the template gives it.
 * @param suffix the NameSuffix of the template, taken from the topic's name. All names of a lab have the same suffix.
 */
export function isLabsName(kind: Exclude<Kind, 'topic'>, name: string, suffix: string): boolean {
  return (BY_KIND[kind] ?? []).some((own) => suffixOf(name, own) === suffix);
}

/** Tells whether a topic has the lab's name, with any suffix. */
export function isLabsTopic(name: string): boolean {
  return /^resize-image-topic-\d{4}(-[a-z0-9]+)*(\.fifo)?$/.test(name);
}

const BY_KIND: Partial<Record<Kind, readonly string[]>> = {
  queue: QUEUES,
  function: FUNCTIONS,
  role: ROLES,
  'log group': LOG_GROUPS,
};

/** Names the log groups of a function: the default of Lambda and the one in the template. */
export function logGroupsOf(functionName: string): string[] {
  return [`/aws/lambda/${functionName}`, logGroupName(functionName)];
}

export const LAB_FUNCTIONS: readonly string[] = FUNCTIONS;
export const LAB_QUEUES: readonly string[] = QUEUES;
