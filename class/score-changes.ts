import { existsSync } from 'node:fs';
import type { Facts } from '../account/facts.ts';
import { readFacts } from '../account/observe/facts-file.ts';
import { gradeFacts } from '../checks/grade.ts';
import { formatPoints } from '../checks/report/points.ts';
import type { LearnerResult } from './result.ts';

export interface ScoreChange {
  id: string;
  before: number;
  after: number;
}

interface ScoreChangesOptions {
  factsFile(id: string): string;
  version: string;
  tasks: readonly string[];
  without: readonly string[];
}

/**
 * Grades the saved facts of learners again with this grader, without AWS.
 * @returns the learners whose scores the grader's new version changes, although nothing changed in their accounts.
 */
export function scoreChanges(
  results: readonly LearnerResult[],
  { factsFile, version, tasks, without }: ScoreChangesOptions,
): ScoreChange[] {
  return results.flatMap(({ id, grade, provenance }) => {
    if (grade === null || provenance === null || provenance.grader === version) return [];
    const facts = savedFacts(factsFile(id));
    if (facts === undefined || facts.startedAt !== grade.startedAt) return [];
    const after = gradeFacts(facts, tasks, provenance.source, without).score;
    return after === grade.score ? [] : [{ id, before: grade.score, after }];
  });
}

function savedFacts(file: string): Facts | undefined {
  return existsSync(file) ? readFacts(file) : undefined;
}

export function describeChanges(changes: readonly ScoreChange[]): string[] {
  if (changes.length === 0)
    return ['The grader has another version than before. It changes no score of the saved facts.'];
  return [
    `The grader has another version than before. For the same facts, it changes ${changes.length} ${changes.length === 1 ? 'score' : 'scores'}:`,
    ...changes.map(({ id, before, after }) => `  ${id}: ${formatPoints(before)} → ${formatPoints(after)}`),
  ];
}
