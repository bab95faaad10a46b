/** Removes one stack of two from the embedded AWS, its bucket retained, and stops in the middle of a removal. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Aws } from '../../checks/aws.ts';
import { buildLab } from '../../checks/corpus/hand-built-lab.ts';
import { deployLab } from '../../checks/corpus/lab/deploy.ts';
import { projectZips } from '../../checks/corpus/project-zips.ts';
import { buildIfStale } from '../../local/built-functions.ts';
import { startEmulator } from '../../local/emulator.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { entriesOf, snapshot } from './account-snapshot.ts';
import { parseCleanOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { removeAll } from './remove-all.ts';
import { clientsOf, rootOf, runClean } from './test-clean.ts';

let endpoint: string;

before(async () => {
  ({ endpoint } = await startEmulator({ name: 'clean-stacks-test' }));
});
after(stopAllLeashed);

describe('one stack of two', () => {
  const account = '100000000021';
  let aws: Aws;

  before(async () => {
    aws = clientsOf(endpoint, account);
    const buildFolder = await buildIfStale();
    for (const name of ['one', 'two']) {
      const parameters = { NameSuffix: `-${name}`, BucketOnDeletion: 'Retain' };
      await deployLab(aws, { endpoint, account, buildFolder, stack: `lab-${name}`, parameters });
    }
  });

  it('has to be named', async () => {
    const before = await snapshot(aws);
    const { status, output } = await runClean(endpoint, rootOf(account), '--yes');
    assert.equal(status, 2, output);
    assert.match(output.replace(/\s+/g, ' '), /lab-one.*lab-two.*--stack/);
    assert.deepEqual(await snapshot(aws), before);
  });

  it('is removed, with the bucket that it retains; the other is as before', async () => {
    const before = entriesOf(await snapshot(aws));
    const { status, output } = await runClean(endpoint, rootOf(account), '--yes', '--stack', 'lab-two');
    assert.equal(status, 0, output);
    const after = entriesOf(await snapshot(aws));
    assert.deepEqual(
      before.filter((entry) => entry.includes('-one') && !after.includes(entry)),
      [],
    );
    assert.ok(after.some((entry) => entry.includes(`"resize-image-${account}-${LOCAL_REGION}-one"`)));
    assert.deepEqual(
      after.filter((entry) => entry.includes('-two')),
      [],
      output,
    );
  });
});

describe('a removal that is stopped', () => {
  const account = '100000000022';

  it('ends after what it is at, says what is left, and the next takes that away', async () => {
    const aws = clientsOf(endpoint, account);
    const nothing = await snapshot(aws);
    await buildLab(aws, { account, region: LOCAL_REGION, zips: await projectZips() });
    const ending = new AbortController();
    const onCall = (action: string) => action === 'lambda:DeleteFunction' && ending.abort();
    const watched = clientsOf(endpoint, account, { onCall });
    const plan = await makePlan(watched, parseCleanOptions([]));
    const { removed, left } = await removeAll(watched, plan, ending.signal);
    // Both triggers, and the function that it was at.
    assert.equal(removed, 3);
    assert.equal(left.length, plan.things.length - 3);
    assert.ok(left.every(({ why }) => why === 'not begun'));
    const { status, output } = await runClean(endpoint, rootOf(account), '--yes');
    assert.equal(status, 0, output);
    assert.match(output, new RegExp(`${left.length} of ${left.length} removed`));
    assert.deepEqual(await snapshot(aws), nothing);
  });
});
