/** Cleans up on the embedded AWS, which enforces IAM, with the rights that the policy gives. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Aws } from '../../checks/aws.ts';
import { buildLab } from '../../checks/corpus/hand-built-lab.ts';
import { deployLab } from '../../checks/corpus/lab/deploy.ts';
import { createUser } from '../../checks/corpus/lab/users.ts';
import { projectZips } from '../../checks/corpus/project-zips.ts';
import { actionsOf, FREE } from '../../checks/rights/rights.ts';
import { testLabs } from '../../checks/rights/test-labs.ts';
import { buildIfStale } from '../../local/built-functions.ts';
import { startEmulator } from '../../local/emulator.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { parseCleanOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { removeAll } from './remove-all.ts';
import policy from './rights/clean.json' with { type: 'json' };
import { clientsOf } from './test-clean.ts';

const STACK = '100000000031';

/** Of a call that removes several; and what tells why a stack did not go. */
const BESIDE = ['s3:DeleteObjectVersion', 'cloudformation:DescribeStackEvents'];

let endpoint: string;
/** By IAM's names. */
const calls = new Set<string>();

before(async () => {
  ({ endpoint } = await startEmulator({ name: 'clean-rights-test' }));
});
after(stopAllLeashed);

describe('the rights of npm run clean', () => {
  for (const { account, names, change } of testLabs) {
    it(`suffice for a lab that was made by hand (${account})`, async () => {
      const aws = clientsOf(endpoint, account);
      const lab = await buildLab(aws, { account, region: LOCAL_REGION, zips: await projectZips(), names });
      await change(lab);
      await cleanAsUser(aws, account);
    });
  }

  it('suffice for a stack', async () => {
    const aws = clientsOf(endpoint, STACK);
    const buildFolder = await buildIfStale();
    await deployLab(aws, { endpoint, account: STACK, buildFolder, parameters: {} });
    await cleanAsUser(aws, STACK);
  });

  it('are exactly what it calls', () => {
    const called = [...calls].filter((call) => call !== FREE);
    assert.deepEqual(actionsOf(policy), [...called, ...BESIDE].sort());
  });
});

async function cleanAsUser(aws: Aws, account: string): Promise<void> {
  const credentials = await createUser(aws, 'cleaner', JSON.stringify(policy));
  const limited = clientsOf(endpoint, account, { credentials, onCall: (action) => calls.add(action) });
  const plan = await makePlan(limited, parseCleanOptions([]));
  const { removed, left } = await removeAll(limited, plan, new AbortController().signal);
  assert.deepEqual(left, []);
  assert.ok(removed > 0);
  const { stacks, things } = await makePlan(aws, parseCleanOptions([]));
  assert.deepEqual([stacks, things], [[], []]);
}
