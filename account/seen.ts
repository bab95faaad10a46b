import { type Trouble, troubleOf } from '../aws/trouble.ts';

/**
 * The result of looking for something.
 * @discriminator kind
 */
export type Seen<T> = { kind: 'found'; value: T } | Absent | Ambiguous | Unreadable;

/** It does not exist (yet). `near`: similar names that were found, such as a misspelling. */
export interface Absent {
  kind: 'absent';
  near?: readonly string[];
}

/** Several candidates were found, and the user has to choose one with a flag. */
export interface Ambiguous {
  kind: 'ambiguous';
  candidates: readonly string[];
  flag: string;
}

/** The grader could not read it. This is never the learner's fault. */
export interface Unreadable {
  kind: 'unreadable';
  trouble: Trouble;
}

/**
 * Reads something from AWS and turns every outcome into data.
 * @param action the IAM action, for the case that reading fails: `sns:GetTopicAttributes`.
 * @param look resolves to undefined when what it reads does not exist.
 * @example
 * await see('sqs:GetQueueUrl', () => unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName }))));
 * // { kind: 'found', value } | { kind: 'absent' } | { kind: 'unreadable', trouble }
 */
export async function see<T>(action: string, look: () => Promise<T | undefined>): Promise<Seen<T>> {
  try {
    const value = await look();
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
  } catch (error) {
    return { kind: 'unreadable', trouble: troubleOf(error, action) };
  }
}

/** The value, or undefined when it was not found. */
export function foundIn<T>(seen: Seen<T>): T | undefined {
  return seen.kind === 'found' ? seen.value : undefined;
}

/** Reads more about something that was found. A search that failed keeps its result. */
export async function follow<A, B>(seen: Seen<A>, look: (value: A) => Promise<Seen<B>>): Promise<Seen<B>> {
  return seen.kind === 'found' ? look(seen.value) : seen;
}

export function absent(near: readonly string[]): Absent {
  return near.length === 0 ? { kind: 'absent' } : { kind: 'absent', near };
}

export function found<T>(value: T): Seen<T> {
  return { kind: 'found', value };
}
