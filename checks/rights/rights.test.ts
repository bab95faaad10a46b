/** Grades labs on the embedded AWS, which enforces IAM, with the rights that the policies give, and with one right less. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pLimit from 'p-limit';
import { startEmulator } from '../../local/emulator.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { type AwsOptions, connect } from '../aws.ts';
import { buildLab } from '../corpus/hand-built-lab.ts';
import { given } from '../corpus/lab/given.ts';
import { createUser } from '../corpus/lab/users.ts';
import { projectZips } from '../corpus/project-zips.ts';
import { USUAL_ADVICE } from '../corpus/set-up.ts';
import { gradeAccount } from '../grade-account.ts';
import { actionsOf, FREE, type Policy, rights, without } from './rights.ts';
import { STACK, testLabs } from './test-labs.ts';

/** In AWS a batch takes the right for a single one. The embedded AWS has an action of its own for it. */
function inEmulator(text: string): string {
  return text.replaceAll('sqs:ChangeMessageVisibility', 'sqs:ChangeMessageVisibilityBatch');
}

/** A lab to grade, in one of the ways in which it can be. */
interface Case {
  account: string;
  stack?: string;
  readOnly: boolean;
}

const cases: readonly Case[] = [
  ...testLabs.map(({ account }) => ({ account })),
  ...testLabs.slice(0, 1).map(({ account }) => ({ account, stack: STACK })),
].flatMap((lab) => [true, false].map((readOnly) => ({ ...lab, readOnly })));

type Result = Awaited<ReturnType<typeof grade>>;

let endpoint: string;
/** With the rights of the account's root, in the order of the cases. */
let unlimited: readonly Result[];

before(async () => {
  const zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'rights-test' }));
  for (const { account, names, change } of testLabs) {
    await change(await buildLab(clients(account), { account, region: LOCAL_REGION, zips, names }));
  }
  unlimited = await Promise.all(cases.map((one) => grade(one)));
});
after(stopAllLeashed);

describe('the rights of the grader', () => {
  it('are exactly what it calls, read-only and with the probe', () => {
    const called = (readOnly: boolean) =>
      unlimited.filter((_, index) => cases[index]?.readOnly === readOnly).flatMap(({ calls }) => calls);
    const sorted = (calls: readonly string[]) => [...new Set(calls)].filter((call) => call !== FREE).sort();
    assert.deepEqual(actionsOf(rights.readOnly), sorted(called(true)));
    assert.deepEqual(actionsOf(rights.withProbe), sorted([...called(true), ...called(false)]));
  });

  it('fit into a managed policy', () => {
    for (const policy of Object.values(rights)) assert.ok(JSON.stringify(policy).length < 6144);
  });

  it('suffice for the same grade as all rights', async () => {
    const asUser = async (one: Case) => grade(one, await makeUser(one.account, policyFor(one)));
    for (const [index, limited] of (await Promise.all(cases.map(asUser))).entries()) {
      const { facts, verdicts } = unlimited[index] ?? assert.fail();
      assert.deepEqual(limited.troubles, [], JSON.stringify(cases[index]));
      assert.deepEqual(limited.facts.leftovers, facts.leftovers);
      assert.deepEqual(limited.verdicts, verdicts, JSON.stringify(cases[index]));
    }
  });

  it('give full marks to the lab by its letters, and advice on all that only production needs', () => {
    const { score, bonus, advice } = unlimited[1]?.grade ?? assert.fail();
    assert.deepEqual([score, bonus], [100, 10]);
    assert.deepEqual(
      advice.map(({ id }) => id),
      USUAL_ADVICE,
    );
  });
});

describe('without one of the rights', { concurrency: true }, () => {
  for (const action of actionsOf(rights.withProbe)) {
    it(`the grader says that ${action} is missing`, async () => {
      const index = unlimited.findIndex(({ calls }) => calls.includes(action));
      const one = cases[index] ?? assert.fail(`Nothing calls ${action}.`);
      const { troubles, facts, verdicts } = await grade(
        one,
        await makeUser(one.account, without(action, policyFor(one))),
      );
      if (TO_REMOVE.includes(action)) return assert.match(facts.leftovers.join(), /s3:.*check-/);
      // It would only explain a failure that there is anyway.
      if (action === 'lambda:InvokeFunction') return assert.deepEqual(verdicts, unlimited[index]?.verdicts);
      assert.ok(troubles.includes(inEmulator(action)), `unreadable: ${troubles.join()}`);
    });
  }
});

/** What is missing to remove the test picture shows in what was left behind. */
const TO_REMOVE = ['s3:DeleteObjectVersion', 's3:ListBucketVersions'];

function policyFor({ readOnly }: Case): Policy {
  return readOnly ? rights.readOnly : rights.withProbe;
}

/** In one lab in turn: two probes would see each other's messages. */
const turns = new Map(testLabs.map(({ account }) => [account, pLimit(1)]));

function grade(one: Case, credentials?: AwsOptions['credentials']) {
  return given(turns.get(one.account))(() => gradeNow(one, credentials));
}

async function gradeNow({ account, stack, readOnly }: Case, credentials?: AwsOptions['credentials']) {
  const calls: string[] = [];
  const aws = clients(account, {
    onCall: (action) => calls.push(action),
    ...(credentials && { credentials }),
  });
  const { facts, grade } = await gradeAccount(aws, { readOnly, stack, seconds: 10, say: () => {} });
  const steps = grade.tasks.flatMap((task) => task.steps);
  return {
    ...{ calls, facts, grade },
    troubles: [...new Set(troublesIn(facts))],
    verdicts: Object.fromEntries(steps.map(({ id, verdict }) => [id, verdict])),
  };
}

/** The actions for which something is unreadable, however deep. */
function troublesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'trouble' in value ? [(value.trouble as { action: string }).action] : [];
  return [...own, ...Object.values(value).flatMap(troublesIn)];
}

let users = 0;

function makeUser(account: string, policy: Policy) {
  return createUser(clients(account), `grader-${++users}`, inEmulator(JSON.stringify(policy)));
}

function clients(account: string, options: AwsOptions = {}) {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials, ...options });
}
