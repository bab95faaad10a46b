/**
 * Grades labs on the embedded AWS, which enforces IAM, with the permissions of the policies, and then without one of
 * them.
 */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import pLimit from 'p-limit';
import { connect } from '../../account/connect.ts';
import type { AwsOptions } from '../../aws/clients.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { USUAL_ADVICE } from '../../solve/faults/set-up.ts';
import { given } from '../../solve/labs/given.ts';
import { buildLab } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { actionsOf, FREE, OF_KEY, type Policy, rights, without } from '../../test/fixtures/rights.ts';
import { STACK, testLabs } from '../../test/labs/labs-for-rights.ts';
import { createUser } from '../../test/labs/users.ts';
import { gradeAccount } from '../grade-account.ts';

/** In AWS, a batch needs the permission for a single message. The embedded AWS has its own action for it. */
function inEmulator(text: string): string {
  return text.replaceAll('sqs:ChangeMessageVisibility', 'sqs:ChangeMessageVisibilityBatch');
}

/** A lab to grade, and one way of grading it. */
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
/** The results with the permissions of the account's root user, in the order of the cases. */
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

describe('the permissions of the grader', () => {
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

  it('give the same grade as all permissions', async () => {
    const asUser = async (one: Case) => grade(one, await makeUser(one.account, policyFor(one)));
    for (const [index, limited] of (await Promise.all(cases.map(asUser))).entries()) {
      const { facts, verdicts } = unlimited[index] ?? assert.fail();
      assert.deepEqual(limited.troubles, [], JSON.stringify(cases[index]));
      assert.deepEqual(limited.facts.leftovers, facts.leftovers);
      assert.deepEqual(limited.verdicts, verdicts, JSON.stringify(cases[index]));
    }
  });

  it('give full marks to the exact lab, and advice on everything that only production needs', () => {
    const { score, bonus, advice } = unlimited[1]?.grade ?? assert.fail();
    assert.deepEqual([score, bonus], [100, 10]);
    assert.deepEqual(
      advice.map(({ id }) => id),
      USUAL_ADVICE,
    );
  });
});

describe('a KMS key of the account', () => {
  const VIA_S3: readonly [string, string][] = [['kms:Decrypt', 's3']];
  const VIA_ALL: readonly [string, string][] = ['s3', 'sns', 'sqs'].flatMap((service) =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].map((action): [string, string] => [action, service]),
  );

  for (const [name, policy, allowed] of [
    ['read-only', rights.readOnly, VIA_S3],
    ['with the probe', rights.withProbe, VIA_ALL],
  ] as const) {
    it(`can be used ${name}, but only by the services that the grader calls`, async () => {
      const found = await keyUses(policy);
      assert.deepEqual(found, allowed.map(([action, service]) => `${action} via ${service}`).sort());
    });

    it(`cannot be used ${name} without its statement`, async () => {
      const less = { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== OF_KEY) };
      assert.deepEqual(await keyUses(less), []);
    });
  }

  it('cannot be used by the grader itself', async () => {
    const { account } = testLabs[0] ?? assert.fail();
    const options = { endpoint, region: LOCAL_REGION };
    const root = { accessKeyId: account, secretAccessKey: 'local' };
    const { KeyMetadata } = await new KMSClient({ ...options, credentials: root }).send(
      new CreateKeyCommand(),
    );
    const grader = new KMSClient({ ...options, credentials: await makeUser(account, rights.withProbe) });
    const command = new GenerateDataKeyCommand({ KeyId: KeyMetadata?.KeyId, KeySpec: 'AES_256' });
    await assert.rejects(grader.send(command), { name: 'AccessDeniedException' });
  });
});

/** Lists which uses of a key IAM allows to a user with this policy: `kms:Decrypt via s3`. */
async function keyUses(policy: Policy): Promise<string[]> {
  const { account } = testLabs[0] ?? assert.fail();
  const { iam } = clients(account);
  await makeUser(account, policy);
  const PolicySourceArn = `arn:aws:iam::${account}:user/grader-${users}`;
  const uses: string[] = [];
  for (const service of ['s3', 'sns', 'sqs', 'ec2', 'lambda'])
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:ScheduleKeyDeletion']) {
      const ContextKeyValues = [`${service}.${LOCAL_REGION}.amazonaws.com`];
      const entry = { ContextKeyName: 'kms:ViaService', ContextKeyType: 'string', ContextKeyValues } as const;
      const { EvaluationResults = [] } = await iam.send(
        new SimulatePrincipalPolicyCommand({
          ...{ PolicySourceArn, ActionNames: [action], ContextEntries: [entry] },
          ResourceArns: [`arn:aws:kms:${LOCAL_REGION}:${account}:key/1234`],
        }),
      );
      if (EvaluationResults[0]?.EvalDecision === 'allowed') uses.push(`${action} via ${service}`);
    }
  return uses.sort();
}

describe('without one of the permissions', { concurrency: true }, () => {
  for (const action of actionsOf(rights.withProbe)) {
    it(`the grader says that ${action} is missing`, async () => {
      const index = unlimited.findIndex(({ calls }) => calls.includes(action));
      const one = cases[index] ?? assert.fail(`Expected a case that calls ${action}, but there is none.`);
      const { troubles, facts, verdicts } = await grade(
        one,
        await makeUser(one.account, without(action, policyFor(one))),
      );
      if (TO_REMOVE.includes(action)) return assert.match(facts.leftovers.join(), /s3:.*ingest/);
      // This action only explains a failure that exists anyway.
      if (action === 'lambda:InvokeFunction') return assert.deepEqual(verdicts, unlimited[index]?.verdicts);
      assert.ok(troubles.includes(inEmulator(action)), `unreadable: ${troubles.join()}`);
    });
  }
});

/** Without these permissions, the test picture stays, and the report names it. */
const TO_REMOVE = ['s3:DeleteObjectVersion', 's3:ListBucketVersions'];

function policyFor({ readOnly }: Case): Policy {
  return readOnly ? rights.readOnly : rights.withProbe;
}

/** The cases of one lab run in turn, because two probes would see each other's messages. */
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

/** Lists the actions for which something is unreadable, at any depth. */
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
