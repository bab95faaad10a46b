import { gradeLearner } from '../grade-learner.ts';
import type { Status } from '../result.ts';
import { type Cells, readLearner } from '../roster-row.ts';
import type { ResultStore } from './result-store.ts';

/** What `npm run class:run` asks for. */
export interface RunSettings {
  readOnly: boolean;
  /** Ids of tasks. Empty: all. */
  tasks: readonly string[];
  without: readonly string[];
  /** The longest time for one learner, in seconds. */
  timeout: number;
}

/** The input of the function: one row of the roster. Step Functions gives all cells as text. */
export interface GradeEvent {
  run: string;
  settings: RunSettings;
  learner: Cells & { line?: string };
}

/** Step Functions tries again after this error: the claim may belong to an invocation that was killed. */
export class StillBeingGraded extends Error {
  override name = 'StillBeingGraded';
}

/** After its time, the grader needs this long to remove what it created and to keep the result. */
export const SECONDS_TO_END = 40;

/**
 * Grades one learner of a run, unless somebody else does or did.
 * @throws StillBeingGraded when another invocation has claimed the learner.
 */
export async function gradeEvent(
  { settings, learner: cells }: GradeEvent,
  store: ResultStore,
): Promise<{ status: Status | 'done' }> {
  const read = readLearner(cells, Number(cells.line ?? 0), false);
  if ('problems' in read) throw new Error(`The row is not valid: ${read.problems.join(' ')}`);
  const { learner } = read;
  const claim = await store.claim(learner.id, settings.timeout + SECONDS_TO_END);
  if (claim.kind === 'done') return { status: 'done' };
  if (claim.kind === 'busy')
    throw new StillBeingGraded(`Another invocation grades ${learner.id} until ${claim.until}.`);
  const { readOnly, tasks, without, timeout: seconds } = settings;
  const { result } = await gradeLearner(
    learner,
    { readOnly, tasks, without, seconds },
    { base: {}, factsFile: refuseFile },
  );
  await store.keep(result);
  return { status: result.status };
}

/** `npm run class:run` refuses rosters with facts files. */
function refuseFile(file: string): never {
  throw new Error(`A function cannot read ${file}.`);
}
