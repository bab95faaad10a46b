import { createHash } from 'node:crypto';
import { exitStatus } from '../checks/grade.ts';
import { ungradedPoints } from '../checks/report/points.ts';
import { Failure } from '../cli/failure.mjs';
import type { Line } from './journal.ts';
import type { Learner } from './learner.ts';
import type { Again } from './options.ts';
import type { LearnerResult } from './result.ts';

/** What decides whether two results of a learner can be compared. */
export interface Settings {
  readOnly: boolean;
  tasks: readonly string[];
  without: readonly string[];
}

/** Hashes the way in and what is graded. When the roster or the options change, the learner is graded again. */
export function settingsOf(learner: Learner, { readOnly, tasks, without }: Settings): string {
  const { access, region, stack, bucket, topic, account } = learner;
  const all = [access, region, stack, bucket, topic, account, readOnly, tasks, without];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
}

/** The results of a learner under the same settings, oldest first. */
export type Results = (learner: Learner) => readonly LearnerResult[];

export function resultsIn(lines: readonly Line[], settings: Settings): Results {
  const byId = Map.groupBy(
    lines.filter((line) => line.kind === 'result'),
    ({ result }) => result.id,
  );
  return (learner) => {
    const wanted = settingsOf(learner, settings);
    return (byId.get(learner.id) ?? []).flatMap(({ settings, result }) =>
      settings === wanted ? result : [],
    );
  };
}

/**
 * Chooses who is graded now: everybody without a result, and those whom `--again` names. A run with `--again` that was stopped
 * continues with the rest.
 * @throws Failure when `--again` names nobody.
 */
export function chooseLearners(
  learners: readonly Learner[],
  { lines, settings, again }: { lines: readonly Line[]; settings: Settings; again: Again },
): Learner[] {
  const results = resultsIn(lines, settings);
  const stopped = unfinishedRun(lines, again);
  if (again.kind === 'one' && !learners.some(({ id }) => id === again.id)) {
    const problem = `--again must be all, errors, failed or the id of a learner in the roster, but it is '${again.id}'.`;
    throw new Failure({ code: 'usage', problem, fix: 'npm run class -- --help' });
  }
  return learners.filter((learner) => {
    const last = results(learner).at(-1);
    if (last === undefined) return true;
    return stopped ? stopped.has(learner.id) : isMeant(again, last);
  });
}

function isMeant(again: Again, last: LearnerResult): boolean {
  switch (again.kind) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'one':
      return again.id === last.id;
    case 'errors':
      return isError(last);
    case 'failed':
      return last.grade !== null && exitStatus(last.grade) !== 0;
  }
}

/** Whether the grader could not judge the learner, or a part of the required points. */
export function isError({ status, grade }: LearnerResult): boolean {
  return (
    status === 'unreachable' || status === 'grader-failed' || (grade !== null && ungradedPoints(grade) > 0)
  );
}

/** The ids that a stopped run with the same `--again` has not graded yet. */
function unfinishedRun(lines: readonly Line[], again: Again): ReadonlySet<string> | undefined {
  const begun = lines.findLastIndex(({ kind }) => kind === 'run');
  const run = lines[begun];
  const since = lines.slice(begun + 1);
  if (run?.kind !== 'run' || run.again !== nameOf(again) || since.some(({ kind }) => kind === 'end'))
    return undefined;
  const done = new Set(since.flatMap((line) => (line.kind === 'result' ? line.result.id : [])));
  return new Set(run.ids.filter((id) => !done.has(id)));
}

/** `--again` as the user typed it; empty without it. */
export function nameOf(again: Again): string {
  if (again.kind === 'none') return '';
  return again.kind === 'one' ? again.id : again.kind;
}
