/**
 * Runs SAM's own commands as an engineer types them. They use the variables that `npm start` prints, a copy of the project after
 * `npm ci`, and an ordinary PATH. After each deployment, the tests upload a picture and grade the account.
 */

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { HeadBucketCommand, PutObjectCommand, waitUntilObjectExists } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { connect } from '../../account/connect.ts';
import { readStack } from '../../account/stack.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, packageBin, root, toolCommand } from '../../cli/project.mjs';
import { OUTPUT_NAMES, type OutputId, sizeParameter } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { parameters } from '../../template-src/parameters.ts';
import { startEmulator } from '../emulator/emulator.ts';
import { LOCAL_REGION, localVariables } from '../local-aws.ts';
import { samplePicture } from '../pictures.ts';

const folder = path.join(localFolder, 'plain-sam');
const COPIED = ['template.yaml', 'samconfig.toml', 'package.json', 'functions', 'lab', 'events'];
let endpoint: string;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'tmp'), { recursive: true });
  for (const name of COPIED) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  ({ endpoint } = await startEmulator({ name: 'plain-sam-emulator' }));
});
after(stopAllLeashed);

/** Each lab has its own account. */
const BY_DEFAULT = '111111111111';
const CHANGED = '222222222222';

/** Runs a command of SAM. @param typed the answers to its questions. @returns its output. */
async function sam(
  args: readonly string[],
  { account = BY_DEFAULT, typed = '', status = 0 } = {},
): Promise<string> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((one) => one !== packageBin);
  const { all, exitCode } = await execa(toolCommand('sam'), args, {
    cwd: folder,
    env: {
      ...{
        PATH: folders.join(path.delimiter),
        HOME: folder,
        TMPDIR: path.join(folder, 'tmp'),
        COLUMNS: '200',
      },
      ...localVariables(endpoint),
      ...{ AWS_ACCESS_KEY_ID: account, SAM_CLI_TELEMETRY: '0', SAM_CLI_POLL_DELAY: '0.2' },
    },
    extendEnv: false,
    input: typed,
    reject: false,
    all: true,
  });
  assert.equal(exitCode, status, all);
  return all;
}

/** Returns the answers to all questions: the stack's name, the region, each parameter, six times Enter, and y. */
function answers(chosen: Readonly<Record<string, string>> = {}): string {
  const values = Object.keys(parameters).map((name) => `${chosen[name] ?? ''}\n`);
  return `\n\n${values.join('')}${'\n'.repeat(6)}y\n`;
}

function clients(account: string) {
  return connect({
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: account, secretAccessKey: 'local' },
  });
}

let uploads = 0;

/** Uploads a picture and grades the lab. @returns the name of the bucket. */
async function assertWorks(account = BY_DEFAULT, [score, bonus] = [100, 5]): Promise<string> {
  const aws = clients(account);
  const { outputs } = await readStack(aws.cloudFormation);
  const { BucketName: bucket = '' } = outputs;
  const path = `${++uploads}.jpg`;
  await aws.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `ingest/${path}`, Body: samplePicture().bytes }),
  );
  const patience = { client: aws.s3, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  for (const end of ['thumbnail', 'mobile'])
    await waitUntilObjectExists(patience, { Bucket: bucket, Key: `${end}/${path}` });
  const { grade } = await gradeAccount(aws, { readOnly: false, seconds: 60, say: () => {} });
  assert.deepEqual([grade.score, grade.bonus], [score, bonus], JSON.stringify(grade.tasks, null, 1));
  return bucket;
}

describe('plain SAM:', () => {
  it('sam build finds the esbuild that npm ci has installed', async () => {
    assert.match(await sam(['build']), /Build Succeeded/);
  });

  it('sam deploy --guided with all defaults creates a working lab in an empty account', async () => {
    const output = await sam(['deploy', '--guided'], { typed: answers() });
    assert.match(output, /Successfully created\/updated stack - serverless-image-lab/);
    assert.equal(await assertWorks(), `resize-image-${BY_DEFAULT}-${LOCAL_REGION}`);
  });

  it('sam deploy finds the saved answers in samconfig.toml and has nothing to change', async () => {
    assert.match(readFileSync(path.join(folder, 'samconfig.toml'), 'utf8'), /ThumbnailSize=\\"128\\"/);
    assert.match(await sam(['deploy'], { status: 1 }), /No changes to deploy/);
    assert.match(await sam(['deploy', '--config-env', 'local']), /No changes to deploy/);
    await assertWorks();
  });

  it('sam sync --code deploys a change of the code', async () => {
    appendFileSync(path.join(folder, 'functions/CreateThumbnail.ts'), "\nconsole.log('synchronized');\n");
    assert.match(
      await sam(['sync', '--code'], { typed: 'y\n' }),
      /Finished syncing Lambda Function CreateThumbnail/,
    );
    await assertWorks();
    assert.match(
      await sam(['logs', '--name', 'CreateThumbnail']),
      /synchronized[\s\S]*made thumbnail\/\d+\.jpg/,
    );
  });

  it('sam list shows the resources, the outputs and the functions', async () => {
    assert.match(await sam(['list', 'resources']), /ImageBucket +resize-image-/);
    assert.match(await sam(['list', 'stack-outputs']), /BucketName[\s\S]*resize-image-/);
    assert.match(await sam(['list', 'endpoints']), /CreateThumbnail +CreateThumbnail/);
  });

  it('sam remote invoke runs a function with a sample event and with an event of sam local generate-event', async () => {
    const hello = ['remote', 'invoke', 'CreateThumbnail', '--event-file', 'events/hello-world.json'];
    assert.match(await sam(hello), /\{"batchItemFailures": ?\[\]\}/);
    const bucket = `resize-image-${BY_DEFAULT}-${LOCAL_REGION}`;
    const put = ['local', 'generate-event', 's3', 'put', '--region', LOCAL_REGION, '--bucket', bucket];
    writeFileSync(path.join(folder, 'put.json'), await sam([...put, '--key', 'ingest/1.jpg']));
    for (const name of ['CreateThumbnail', 'CreateMobileImage']) {
      const output = await sam(['remote', 'invoke', name, '--event-file', 'put.json']);
      assert.match(output, /works on ingest\/1\.jpg[\s\S]*\{"batchItemFailures": ?\[\]\}/);
    }
  });

  it('sam deploy --guided with other values for all parameters creates another lab', async () => {
    // `sam sync` has removed the build. Without a build, SAM would silently deploy the TypeScript files.
    await sam(['build']);
    const output = await sam(['deploy', '--guided'], { account: CHANGED, typed: answers(ALL_CHANGED) });
    assert.match(output, /Successfully created\/updated stack/);
    assert.equal(await assertWorks(CHANGED, OF_ALL_CHANGED), `resize-image-${CHANGED}-${LOCAL_REGION}-two`);
  });

  it('sam deploy --guided with other values for all parameters updates an existing lab', async () => {
    await sam(['deploy', '--guided'], { typed: answers(ALL_CHANGED) });
    assert.equal(
      await assertWorks(BY_DEFAULT, OF_ALL_CHANGED),
      `resize-image-${BY_DEFAULT}-${LOCAL_REGION}-two`,
    );
  });

  it('sam delete keeps the bucket when it was deployed with BucketOnDeletion=Retain', async () => {
    await sam(['delete', '--no-prompts'], { account: CHANGED });
    const Bucket = `resize-image-${CHANGED}-${LOCAL_REGION}-two`;
    await clients(CHANGED).s3.send(new HeadBucketCommand({ Bucket }));
  });

  it('sam delete removes the bucket when it was deployed with BucketOnDeletion=Delete', async () => {
    await sam([
      'deploy',
      '--no-confirm-changeset',
      '--parameter-overrides',
      'NameSuffix=-two',
      'BucketOnDeletion=Delete',
      // CloudFormation does not update a stack when only a deletion policy changes.
      'LogRetentionDays=14',
    ]);
    await sam(['delete', '--no-prompts']);
    const Bucket = `resize-image-${BY_DEFAULT}-${LOCAL_REGION}-two`;
    await assert.rejects(clients(BY_DEFAULT).s3.send(new HeadBucketCommand({ Bucket })), {
      name: 'NotFound',
    });
  });
});

/** The lab has no CustomExecutionRole, which task 4 requires. */
const OF_ALL_CHANGED: [score: number, bonus: number] = [95, 10];

/** Other sizes than the defaults. */
const CHANGED_SIZES = Object.fromEntries(
  OUTPUT_NAMES.map((name) => [sizeParameter(name), String(OUTPUTS[name].box - 28)]),
) as Record<`${OutputId}Size`, string>;

const ALL_CHANGED: { [Name in keyof typeof parameters]: string } = {
  ...{ TopicDigits: '1234', NameSuffix: '-two' },
  ...{ EmailAddress: 'learner@example.com', AlarmEmailAddress: 'operator@example.com' },
  ...CHANGED_SIZES,
  ...{ JpegQuality: '70', MaxMegapixels: '50' },
  ...{ Architecture: 'arm64', MaximumConcurrency: '3' },
  ...{ EncryptionKey: 'new', LogRetentionDays: '7', BucketOnDeletion: 'Retain' },
  LabOnlyResources: 'Omit',
};
