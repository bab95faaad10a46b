/** `npm run test:repairs` breaks one lab with every fault, repairs it with `--give-up`, and expects 110 points. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect } from '../../account/connect.ts';
import { poll } from '../../aws/poll.ts';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { localFolder } from '../../cli/project.mjs';
import { settledGrade, wrongIn } from '../fixtures/settled-grade.ts';

const NAME = `repairs-${process.pid}`;
// The modules read this variable when they are loaded.
process.env.IMAGE_LAB_BY_HAND = NAME;
const { breakLab, giveUp } = await import('../../solve/break-lab.ts');
const { FAULTS, shuffled } = await import('../../solve/choose-fault.ts');
const { keepUp } = await import('../../solve/keep-up.ts');
const { parseLabOptions } = await import('../../solve/options.ts');
const { solve } = await import('../../solve/solve.ts');
const { localAccount } = await import('../../local/chosen-account.ts');
const { mailFolder } = await import('../../local/emulator/emulator.ts');
const { findLabByHand } = await import('../../local/start/running-lab.ts');

const options = readOptionsOrEnd({
  script: 'test:repairs',
  about:
    'Breaks one lab of npm run lab with every fault, repairs it as npm run lab -- --give-up does, and expects 110 points.',
  options: {
    only: { type: 'string', multiple: true, value: 'NAME', text: 'only this fault (can be repeated)' },
    sample: { type: 'string', value: 'N', text: 'only the first N faults in random order' },
    seed: { type: 'string', value: 'N', text: 'choose the order' },
  },
  examples: ['npm run test:repairs -- --sample 2'],
});
const seed = Number(options.seed ?? randomInt(1000));
const { only = [], sample = FAULTS.length } = options;
const chosen = shuffled(FAULTS, seed)
  .filter(({ name }) => only.length === 0 || only.includes(name))
  .slice(0, Number(sample));
if (chosen.length === 0) throw new Error(`No fault is named ${only.join(' or ')}.`);
console.log(`${chosen.length} of ${FAULTS.length} faults, --seed ${seed}`);

const ending = new AbortController();
let ended: Promise<number>;

before(async () => {
  ended = keepUp(parseLabOptions([]), ending.signal, async () => undefined);
  await poll(findLabByHand, { milliseconds: 60_000, pauseMs: 200 });
  const mails = mailFolder(NAME);
  await solve({
    ...{ account: await account(), asked: 'all', onlyShow: false, email: 'learner@example.com', mails },
    say: () => {},
  });
});
after(async () => {
  ending.abort();
  await ended;
  rmSync(path.join(localFolder, NAME), { recursive: true, force: true });
});

describe('--give-up repairs', () => {
  for (const fault of chosen) {
    it(fault.name, async () => {
      await breakLab(
        (faults) => faults.filter(({ name }) => name === fault.name),
        () => {},
      );
      const broken = await grade();
      const steps = broken.tasks.flatMap((task) => task.steps);
      const failed = steps.filter(({ id, verdict }) => fault.fails.includes(id) && verdict !== 'pass');
      assert.deepEqual(failed.map(({ id }) => id).sort(), [...fault.fails].sort());
      const said: string[] = [];
      await giveUp((text) => said.push(text));
      assert.ok(said.join(' ').replaceAll('\n', ' ').includes(fault.mistake), said.join('\n'));
      const repaired = await grade();
      assert.deepEqual(wrongIn(repaired), []);
      assert.deepEqual([repaired.score, repaired.bonus], [100, 10]);
    });
  }
});

async function account() {
  const lab = await findLabByHand();
  assert.ok(lab, 'the lab is up');
  return localAccount(lab);
}

async function grade() {
  return settledGrade(connect(await account()));
}
