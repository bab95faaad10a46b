/**
 * `npm run test:pairs` builds labs with two mistakes, each in its own account, and grades them. Every hint must be true,
 * and no hint may ask the learner to wait.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { type CorpusAccounts, openCorpusAccounts } from './corpus-accounts.ts';
import { allPairs, objections, samplePairs } from './pairs.ts';

const {
  all = false,
  seed,
  count,
  only = [],
} = readOptionsOrEnd({
  script: 'test:pairs',
  about:
    'Builds labs with two known mistakes on the embedded AWS and grades them. The test fails when a hint is not true, or asks the learner to wait.',
  options: {
    count: {
      type: 'string',
      default: '150',
      value: 'N',
      text: 'number of pairs in the sample (default: 150)',
    },
    seed: { type: 'string', default: '1', value: 'N', text: 'chooses another sample (default: 1)' },
    all: { type: 'boolean', text: 'all pairs: thousands, which take hours' },
    only: { type: 'string', multiple: true, value: 'PAIR', text: 'only this pair (can be repeated)' },
  },
  examples: [
    'npm run test:pairs -- --seed 7 --count 300',
    "npm run test:pairs -- --only 'no-upload + mobile-function-crashes'",
  ],
});

const SIDE_BY_SIDE = 6;

const pairs = allPairs();
const chosen = choose();
if (chosen.length === 0) throw new Error(`No pair is named ${only.join(' or ')}.`);

let accounts: CorpusAccounts;
before(async () => {
  console.log(`${chosen.length} of ${pairs.length} pairs${all || only.length > 0 ? '' : `, seed ${seed}`}`);
  accounts = await openCorpusAccounts(Math.min(SIDE_BY_SIDE, chosen.length));
});
after(stopAllLeashed);

describe('two mistakes', { concurrency: SIDE_BY_SIDE }, () => {
  for (const pair of chosen) {
    it(pair.name, async () => assert.deepEqual(objections(pair, await accounts.grade(pair)), []));
  }
});

function choose() {
  if (only.length > 0) return pairs.filter(({ name }) => only.includes(name));
  return all ? pairs : samplePairs(pairs, Number(count), Number(seed));
}
