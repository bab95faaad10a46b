/** Removes stacks from the embedded AWS: one of two, one that failed, and one whose removal is stopped. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import type { Aws } from '../../aws/clients.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, node24, root, typeScriptArguments } from '../../cli/project.mjs';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION, localEnvironment } from '../../local/local-aws.ts';
import { buildIfStale } from '../../local/sam/built-functions.ts';
import { buildLab } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { deployLab } from '../../test/labs/deploy.ts';
import { entriesOf, snapshot } from '../../test/operate/account-snapshot.ts';
import { clientsOf, rootOf, runClean } from '../../test/operate/run-clean.ts';
import { parseCleanOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { removeAll } from './remove-all.ts';

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

  it('is removed with its retained bucket, and the other stack does not change', async () => {
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

describe('a stack whose first creation failed', () => {
  const account = '100000000023';
  const RETAINED = `resize-image-${account}-${LOCAL_REGION}`;
  let aws: Aws;

  before(async () => {
    aws = clientsOf(endpoint, account);
    const buildFolder = await buildIfStale();
    const brokenFolder = path.join(localFolder, 'clean-stacks-broken');
    cpSync(buildFolder, brokenFolder, { recursive: true });
    const template = path.join(brokenFolder, 'template.yaml');
    const text = readFileSync(template, 'utf8');
    // IAM rejects this trust policy when the role is created, long after the queues.
    const broken = text.replaceAll(/Principal:(\s+Service: lambda\.amazonaws\.com)/g, 'NotPrincipal:$1');
    assert.notEqual(broken, text);
    writeFileSync(template, broken);
    const stack = { endpoint, account, buildFolder: brokenFolder, stack: 'lab-failed', parameters: {} };
    await assert.rejects(deployLab(aws, stack), /sam deploy/);
    assert.deepEqual(await statuses(), ['lab-failed ROLLBACK_COMPLETE']);
  });

  it('is named by npm run deploy, with the reason and the next command', async () => {
    const script = [...typeScriptArguments, 'local/sam/sam-cli.ts', 'deploy', '--stack-name', 'lab-failed'];
    // Any template works here, because nothing is deployed.
    const built = ['--template-file', path.join(await buildIfStale(), 'template.yaml')];
    const env = { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: account };
    const { exitCode, all } = await execa(node24, [...script, ...built], {
      ...{ cwd: root, env, extendEnv: false, reject: false, all: true },
    });
    assert.equal(exitCode, 1, all);
    assert.match(
      all,
      /✗ The stack lab-failed has the status ROLLBACK_COMPLETE: \w+Role failed \(.*\)\. CloudFormation cannot/,
    );
    assert.match(all, /Try: npm run clean -- --stack lab-failed/);
  });

  it('is found by its resources and named as a blocker', async () => {
    const { status, output } = await runClean(endpoint, rootOf(account), '--dry-run');
    assert.equal(status, 0, output);
    const text = output.replace(/\s+/g, ' ');
    assert.match(
      text,
      /Failed stack that blocks the next deployment: lab-failed \(ROLLBACK_COMPLETE, 0 resources\)/,
    );
  });

  it('is removed, and an existing bucket of the same name stays', async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: RETAINED }));
    await aws.s3.send(new PutObjectCommand({ Bucket: RETAINED, Key: 'mine.txt', Body: 'mine' }));
    const { status, output } = await runClean(endpoint, rootOf(account), '--yes', '--stack', 'lab-failed');
    assert.equal(status, 0, output);
    assert.deepEqual(await statuses(), []);
    await aws.s3.send(new HeadObjectCommand({ Bucket: RETAINED, Key: 'mine.txt' }));
  });

  async function statuses() {
    const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
    const labs = Stacks.filter(({ StackName }) => StackName?.startsWith('lab'));
    return labs.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`);
  }
});

describe('a removal that is stopped', () => {
  const account = '100000000022';

  it('finishes the current resource and lists the rest, which the next run removes', async () => {
    const aws = clientsOf(endpoint, account);
    const nothing = await snapshot(aws);
    await buildLab(aws, { account, region: LOCAL_REGION, zips: await projectZips() });
    const ending = new AbortController();
    const onCall = (action: string) => action === 'lambda:DeleteFunction' && ending.abort();
    const watched = clientsOf(endpoint, account, { onCall });
    const plan = await makePlan(watched, parseCleanOptions([]));
    const { removed, left } = await removeAll(watched, plan, ending.signal);
    // These are both triggers and the current function.
    assert.equal(removed, 3);
    assert.equal(left.length, plan.things.length - 3);
    assert.ok(left.every(({ why }) => why === 'not started'));
    const { status, output } = await runClean(endpoint, rootOf(account), '--yes');
    assert.equal(status, 0, output);
    assert.match(output, new RegExp(`${left.length} of ${left.length} removed`));
    assert.deepEqual(await snapshot(aws), nothing);
  });
});
