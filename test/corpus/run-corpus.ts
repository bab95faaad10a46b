/** `npm run test:corpus` builds every set-up in its own account, grades it, and compares the grade with its transcript. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Grade } from '../../checks/grade.ts';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { mutants } from '../../solve/faults/mutants.ts';
import type { Mutant, RightWay } from '../../solve/faults/set-up.ts';
import { type CorpusAccounts, openCorpusAccounts } from './corpus-accounts.ts';
import { expectMutant, expectRightWay } from './expectations.ts';
import { renderTable, TABLE } from './mutants-table.ts';
import { rightWays } from './right-ways.ts';
import { transcribe } from './transcript.ts';
import { readTranscript, snapshotOf, writeTranscripts } from './transcript-files.ts';

const {
  only = [],
  write = false,
  times = false,
} = readOptionsOrEnd({
  script: 'test:corpus',
  about:
    'Builds every lab of the corpus in its own account of the embedded AWS and grades it. Each lab has one known mistake, or is right in its own way. The test fails when a grade differs from its transcript.',
  options: {
    only: { type: 'string', multiple: true, value: 'NAME', text: 'only this lab (can be repeated)' },
    write: { type: 'boolean', text: 'replace the transcripts with the new grades' },
    times: {
      type: 'boolean',
      text: 'grade one at a time, and also check how long each grade takes (on an idle machine)',
    },
  },
  examples: ['npm run test:corpus -- --only topic-is-fifo'],
});

/** On two cores, sixteen set-ups take 66 s two at a time, 44 s four at a time, and 40 s six at a time. */
const SIDE_BY_SIDE = times ? 1 : 6;

/** The longest time, in milliseconds, that a grading may take on an idle machine. */
const MOST_MS = { mutant: 6000, rightWay: 2500 } as const;
const took: { name: string; milliseconds: number }[] = [];
const transcripts = new Map<string, string>();

const all: readonly (Mutant | RightWay)[] = [...mutants, ...rightWays];
const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
if (chosen.length === 0) throw new Error(`No set-up is named ${only.join(' or ')}.`);

let accounts: CorpusAccounts;
before(async () => {
  accounts = await openCorpusAccounts(Math.min(SIDE_BY_SIDE, chosen.length));
});
after(async () => {
  await stopAllLeashed();
  printTimes();
  if (!write) return;
  writeTranscripts(all, transcripts);
  writeFileSync(TABLE, renderTable());
});

const WRITE = 'if the change is intended, run npm run make:corpus';

describe('what the grader says to', { concurrency: SIDE_BY_SIDE }, () => {
  for (const setUp of chosen) {
    it(setUp.name, async () => {
      const expected = write ? undefined : readTranscript(setUp);
      const grade = await gradeOf(setUp);
      const first = transcribe(setUp, grade);
      // Which steps a mistake blocks can depend on which function was faster. A wrong grader is wrong twice.
      const differs = expected !== undefined && first !== expected;
      const transcript = differs ? transcribe(setUp, await gradeOf(setUp)) : first;
      transcripts.set(setUp.name, transcript);
      if (expected !== undefined)
        assert.equal(transcript, expected, `The transcript differs from ${snapshotOf(setUp)}: ${WRITE}`);
      const most = 'mistake' in setUp ? MOST_MS.mutant : MOST_MS.rightWay;
      if (times)
        assert.ok(
          grade.durationMs <= most,
          `Grading may take ${most} ms, but it took ${grade.durationMs} ms.`,
        );
    });
  }
});

/** Builds and grades a set-up. Points are lost only for its mistake, each time. */
async function gradeOf(setUp: Mutant | RightWay): Promise<Grade> {
  const grade = await accounts.grade(setUp);
  took.push({ name: setUp.name, milliseconds: grade.durationMs });
  if ('mistake' in setUp) expectMutant(setUp, grade);
  else expectRightWay(setUp, grade);
  return grade;
}

function printTimes(): void {
  const sorted = took.toSorted((one, other) => other.milliseconds - one.milliseconds);
  const median = sorted[Math.floor(sorted.length / 2)]?.milliseconds ?? 0;
  console.log(`\nMedian time of a grading: ${median} ms. The slowest:`);
  for (const { name, milliseconds } of sorted.slice(0, 10)) console.log(`  ${milliseconds} ms  ${name}`);
}
