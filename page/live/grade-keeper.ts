import type { Facts } from '../../account/facts.ts';
import type { Aws } from '../../aws/clients.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { gradeInJson, type JsonGrade } from '../../checks/report/json.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { GradeState } from '../state.ts';
import type { Store } from '../store.ts';

/** Keeps the grade up to date, one run at a time. */
export interface GradeKeeper {
  /** Grades soon, without writing anything. Many requests in a short time are one. */
  ask(): void;
  /** Grades at once. @returns when that grade is there. */
  now(by: 'read-only' | 'probe'): Promise<void>;
  readonly facts: Facts | undefined;
  close(): void;
}

interface KeeperOptions {
  store: Store;
  aws: Aws;
  /** Waits for quiet before a grade. */
  quietMs: number;
  /** Whether a function runs, whose output would be missing in a grade. */
  isBusy(): boolean;
  /** Is awaited before a grade counts as there. */
  onFacts(facts: Facts, grade: JsonGrade): void | Promise<void>;
}

/** How long a probe waits for its message and its picture. */
const PROBE_SECONDS = 20;
/** It grades at least so often while something happens all the time. */
const MOST_MS_TO_WAIT = 10_000;

export function makeGradeKeeper({ store, aws, quietMs, isBusy, onFacts }: KeeperOptions): GradeKeeper {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  /** When the first of the requests came that wait for quiet. */
  let askedAt: number | undefined;
  let last: Promise<void> = Promise.resolve();
  let isQueued = false;
  let facts: Facts | undefined;

  function set(changes: Partial<GradeState>): void {
    store.change({ type: 'grade', grade: { ...store.state.grade, ...changes } });
  }

  async function run(by: 'read-only' | 'probe'): Promise<void> {
    if (ending.signal.aborted) return;
    clearTimeout(timer);
    askedAt = undefined;
    set({ running: true });
    try {
      const options = { readOnly: by === 'read-only', seconds: PROBE_SECONDS, say: () => {} };
      const result = await gradeAccount(aws, { ...options, signal: ending.signal });
      if (ending.signal.aborted) return;
      facts = result.facts;
      const grade = withoutPreviews(gradeInJson(result.grade));
      const changed = changesBetween(store.state.grade.grade, grade);
      set({ running: false, grade, gradedAt: Date.now(), by, changed, trouble: null });
      await onFacts(result.facts, grade);
    } catch (error) {
      if (!ending.signal.aborted)
        set({ running: false, trouble: cleanText(error instanceof Error ? error.message : String(error)) });
    }
  }

  function ask(): void {
    if (ending.signal.aborted || isQueued) return;
    clearTimeout(timer);
    // Pictures can come without a pause.
    askedAt ??= Date.now();
    const patience = askedAt + MOST_MS_TO_WAIT - Date.now();
    timer = setTimeout(
      () => {
        if (isBusy() && patience > 0) return ask();
        askedAt = undefined;
        isQueued = true;
        last = last.then(() => {
          // What changes from now on needs another run.
          isQueued = false;
          return run('read-only');
        });
      },
      Math.max(0, Math.min(quietMs, patience)),
    );
    timer.unref();
  }

  return {
    ask,
    now(by) {
      last = last.then(() => run(by));
      return last;
    },
    get facts() {
      return facts;
    },
    close() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}

/** Steps whose verdicts differ. The first grade changes nothing. */
function changesBetween(before: JsonGrade | null, after: JsonGrade): GradeState['changed'] {
  const was = new Map(before?.tasks.flatMap(({ steps }) => steps.map(({ id, verdict }) => [id, verdict])));
  return after.tasks
    .flatMap(({ steps }) => steps)
    .flatMap(({ id, verdict }) => {
      const former = was.get(id);
      return former === undefined || former === verdict ? [] : [{ step: id, was: former, is: verdict }];
    });
}

/** The page has its own pictures of the uploads. */
function withoutPreviews(grade: JsonGrade): JsonGrade {
  return JSON.parse(JSON.stringify(grade, (key, value) => (key === 'preview' ? '' : value)));
}
