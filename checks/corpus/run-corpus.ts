/**
 * `npm run test:corpus`: makes every set-up in an account of its own, grades it for real, and compares what the grader
 * says with its transcript.
 *     npm run test:corpus -- --only topic-is-fifo
 *     npm run corpus:write   # takes what the grader says now for the transcripts
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { parseArgs } from 'node:util';
import { stopAllLeashed } from '../../local/leashed.ts';
import { type CorpusAccounts, openCorpusAccounts } from './corpus-accounts.ts';
import { expectMutant, expectRightWay } from './expectations.ts';
import { mutants } from './mutants.ts';
import { renderTable, TABLE } from './mutants-table.ts';
import { rightWays } from './right-ways.ts';
import type { Mutant, RightWay } from './set-up.ts';
import { transcribe } from './transcript.ts';
import { listTranscripts, readTranscript, removeTranscript, writeTranscript } from './transcript-files.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, write: { type: 'boolean' } },
});
const { only = [], write = false } = values;

/** On two cores sixteen set-ups take 66 s two at a time, 44 s four at a time, and 40 s six at a time. */
const SIDE_BY_SIDE = 6;

const all: readonly (Mutant | RightWay)[] = [...mutants, ...rightWays];
const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
if (chosen.length === 0) throw new Error(`No set-up is called ${only.join(' or ')}.`);

let accounts: CorpusAccounts;
before(async () => {
  accounts = await openCorpusAccounts(Math.min(SIDE_BY_SIDE, chosen.length));
});
after(async () => {
  await stopAllLeashed();
  if (!write) return;
  removeOldTranscripts();
  writeFileSync(TABLE, renderTable());
});

describe('what the grader says to', { concurrency: SIDE_BY_SIDE }, () => {
  for (const setUp of chosen) {
    it(setUp.name, async () => {
      const grade = await accounts.grade(setUp);
      const transcript = transcribe(setUp, grade);
      if (write) writeTranscript(setUp.name, transcript);
      if ('mistake' in setUp) expectMutant(setUp, grade);
      else expectRightWay(setUp, grade);
      assert.equal(
        transcript,
        readTranscript(setUp.name),
        'It says something else than its transcript. When that is right: npm run corpus:write',
      );
    });
  }
});

/** Those of set-ups that are no more. */
function removeOldTranscripts(): void {
  const names = all.map(({ name }) => name);
  for (const name of listTranscripts()) if (!names.includes(name)) removeTranscript(name);
}
