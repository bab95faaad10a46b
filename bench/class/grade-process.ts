/** Grades learners side by side, as `npm run class` does, and writes the time, the calls and the memory to a file. */
import { writeFileSync } from 'node:fs';
import { gradeLearner } from '../../class/grade-learner.ts';
import type { Learner } from '../../class/learner.ts';
import { runClass } from '../../class/run-class.ts';

export interface ClassRun {
  /** When each learner's result came, in seconds from the start. */
  doneAt: number[];
  calls: number;
  memoryMb: number;
  /** Each names the learner, the expected failures and those found. */
  wrong: string[];
}

interface Input {
  learners: readonly { account: string; roleArn: string; externalId: string; fails: readonly string[] }[];
  mode: 'read-only' | 'probe';
  endpoint: string;
  region: string;
  instructor: string;
  output: string;
}

/** The default of `--at-once`. */
const AT_ONCE = 8;

const input: Input = JSON.parse(process.env.CLASS_INPUT ?? '');
const { endpoint, region, instructor } = input;
let calls = 0;
const base = {
  ...{ endpoint, region, credentials: { accessKeyId: instructor, secretAccessKey: 'local' } },
  onCall: () => {
    calls++;
  },
};
const expected = new Map(input.learners.map(({ account, fails }) => [account, fails]));
const learners = input.learners.map(
  ({ account: id, roleArn, externalId }, line): Learner => ({
    ...{ id, name: id, email: '', line },
    access: { kind: 'role', roleArn, externalId },
  }),
);
const wrong: string[] = [];
const doneAt: number[] = [];
const startedAt = performance.now();
await runClass({
  ...{ learners, atOnce: AT_ONCE, signal: new AbortController().signal, onChange: () => {} },
  grade: (learner) =>
    gradeLearner(
      learner,
      { readOnly: input.mode === 'read-only', seconds: 300 },
      { base, factsFile: String },
    ),
  keep: ({ id }, { result }) => {
    doneAt.push((performance.now() - startedAt) / 1000);
    const failed = (result.grade?.tasks ?? []).flatMap(({ steps }) =>
      steps.flatMap((step) => (step.verdict === 'fail' || step.verdict === 'not-yet' ? step.id : [])),
    );
    const wanted = [...new Set(expected.get(id))].toSorted();
    if (result.grade === null || failed.toSorted().join() !== wanted.join())
      wrong.push(
        `${id}: expected ${wanted.join() || 'no failure'}, found ${result.trouble ?? failed.join()}`,
      );
  },
});
const memoryMb = process.resourceUsage().maxRSS / 1024;
writeFileSync(input.output, JSON.stringify({ doneAt, calls, memoryMb, wrong } satisfies ClassRun));
