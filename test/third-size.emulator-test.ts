/** A third size takes one row and one handler file. The test adds one to a copy of the project, and uses it as a user would. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ListQueuesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { execa } from 'execa';
import { connect } from '../account/connect.ts';
import { createTestPictures } from '../bench/made-pictures/pictures.ts';
import { localFolder, root } from '../cli/project.mjs';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local/local-aws.ts';
import { copyProject } from './fixtures/project-copy.ts';

const folder = path.join(localFolder, 'third-size');

const ROW = `  tablet: {
    functionName: 'CreateTabletImage',
    prefix: 'tablet/',
    box: 1024,
    description: 'Create a tablet friendly image',
  },
} as const satisfies`;

const HANDLER = `import { OUTPUTS } from '../lab/outputs.ts';
import { createLambdaHandler } from './pipeline/lambda-handler.ts';

export const handler = await createLambdaHandler(OUTPUTS.tablet);
`;

/** Prints what `sam build` has to do, in the words of npm start. */
const REPORT_BUILD = `import { buildIfStale } from './local/sam/built-functions.ts';

let built = 'nothing';
await buildIfStale(async (title, work) => {
  built = title;
  return work(() => {});
});
console.log(built);
`;

let start: ReturnType<typeof startLab>;
let endpoint: string;
let aws: ReturnType<typeof connect>;
const bucket = `resize-image-${LOCAL_ACCOUNT}-${LOCAL_REGION}`;

before(async () => {
  await copyProject(folder);
  const table = path.join(folder, 'lab/outputs.ts');
  writeFileSync(table, readFileSync(table, 'utf8').replace('} as const satisfies', ROW));
  writeFileSync(path.join(folder, 'functions/CreateTabletImage.ts'), HANDLER);
  writeFileSync(path.join(folder, 'report-build.ts'), REPORT_BUILD);
});
after(() => start?.stop());

describe('a third size', () => {
  it('compiles, and the template with it is rendered', async () => {
    const tsc = await execa(path.join(root, 'node_modules/.bin/tsc'), { cwd: folder, reject: false });
    assert.equal(tsc.exitCode, 0, tsc.stdout);
    await npm('render');
    assert.match(readFileSync(path.join(folder, 'template.yaml'), 'utf8'), /\n {2}TabletDeadLetterQueue:\n/);
  });

  it('is built and deployed by npm start, which sends a picture through', async () => {
    start = startLab();
    const output = await start.isUp;
    assert.match(output, /CreateTabletImage/);
    endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
    aws = connect({
      endpoint,
      region: LOCAL_REGION,
      credentials: { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' },
    });
    const pictures = await createTestPictures();
    const { width, height } = pictures.read(readFileSync(path.join(folder, 'out/tablet/HappyFace.jpg')));
    assert.deepEqual([width, height], [1024, 768]);
  });

  it('leaves the grade of the lab at full marks, and the probe removes its picture', async () => {
    // Task 9: the embedded AWS confirms at once.
    const { Topics = [] } = await aws.sns.send(new ListTopicsCommand({}));
    const Endpoint = 'learner@example.com';
    await aws.sns.send(new SubscribeCommand({ TopicArn: Topics[0]?.TopicArn, Protocol: 'email', Endpoint }));
    const { score, bonus, tasks } = JSON.parse((await npm('check', '--local', '--format', 'json')).stdout);
    assert.deepEqual([score, bonus], [100, 10], JSON.stringify(tasks, null, 1));
    const { Contents = [] } = await aws.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'tablet/' }),
    );
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['tablet/HappyFace.jpg'],
    );
  });

  it('has its dead letters listed by npm run dead-letters', async () => {
    await setRetry('tablet-queue');
    const Body = 'this is text';
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'ingest/text.jpg', Body }));
    const listed = await untilListed(/tablet-dead-letter-queue/);
    assert.match(listed, /ingest\/text\.jpg[\s\S]*Not a JPEG file/);
  });

  it('is in the estimate of the costs', async () => {
    assert.match((await npm('costs')).stdout.replaceAll(/\s+/g, ' '), /ms \(tablet\)/);
  });

  it('is removed by npm run clean', async () => {
    const { stdout } = await npm('clean', '--local', '--yes');
    assert.match(stdout, /tablet-queue/);
    const { QueueUrls = [] } = await aws.sqs.send(new ListQueuesCommand({}));
    const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}));
    const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({}));
    assert.deepEqual([QueueUrls, Functions, logGroups], [[], [], []]);
    await assert.rejects(aws.s3.send(new HeadBucketCommand({ Bucket: bucket })), { name: 'NotFound' });
  });
});

describe('an artifact', () => {
  it('is not built again when a test changes, and is when its source does', async () => {
    assert.equal(await builds(), 'nothing');
    appendFileSync(path.join(folder, 'functions/pipeline/resize.test.ts'), '\n// Another test.\n');
    assert.equal(await builds(), 'nothing');
    appendFileSync(path.join(folder, 'functions/pipeline/resize.ts'), '\n// Another comment.\n');
    assert.match(await builds(), /sam build/);
  });
});

/** Runs a script of the copy's package.json. */
async function npm(script: string, ...args: string[]) {
  const result = await execa('npm', ['run', '--silent', script, '--', ...args], {
    cwd: folder,
    reject: false,
  });
  const isExpected = result.exitCode === 0 || (script === 'dead-letters' && result.exitCode === 1);
  assert.ok(isExpected, `npm run ${script}: ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  return result;
}

/** Runs `npm start` in the copy, in a process group of its own. */
function startLab() {
  const child = spawn('npm', ['start'], { cwd: folder, detached: true });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let output = '';
  const isUp = new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data;
      if (/The lab is up/.test(output)) resolve(output);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', () => reject(new Error(`npm start ended:\n${output}`)));
  });
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await ended;
  };
  return { isUp, stop };
}

/** Makes a failed message a dead letter after one try, and not after five with 180 seconds between them. */
async function setRetry(QueueName: string): Promise<void> {
  const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName }));
  const deadLetterTargetArn = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:tablet-dead-letter-queue`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const Attributes = { VisibilityTimeout: '3', RedrivePolicy };
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

async function untilListed(text: RegExp): Promise<string> {
  for (let tries = 0; tries < 30; tries++) {
    const { stdout, exitCode } = await npm('dead-letters', '--local');
    if (exitCode === 1 && text.test(stdout)) return stdout;
    await sleep(1000);
  }
  throw new Error(`Expected ${text} among the dead letters within 30 tries.`);
}

/** What `sam build` has to do in the copy. */
async function builds(): Promise<string> {
  const { stdout } = await execa('node', ['cli/run.mjs', 'report-build.ts'], { cwd: folder });
  return stdout.trim();
}
