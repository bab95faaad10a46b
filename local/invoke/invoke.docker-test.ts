/** `npm run test:invoke`: runs the functions in the Lambda image. It is a separate command, because it needs Docker. */

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, node24, root, typeScriptArguments } from '../../cli/project.mjs';
import { BUCKET } from '../../events/aws-messages.ts';
import { type Sample, samples } from '../../events/samples.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { startEmulator } from '../emulator/emulator.ts';
import { localClients } from '../local-aws.ts';
import { buildFunctions } from '../sam/deploy.ts';
import { withSampleObjects } from '../sample-objects.ts';
import { requireDocker } from './docker.ts';
import { invokeInImage } from './invoke-in-image.ts';

const pictures = await createTestPictures();
const buildFolder = path.join(localFolder, 'test-invoke-build', 'artifacts');
let endpoint: string;
let s3: S3Client;

before(async () => {
  await requireDocker();
  await buildFunctions(buildFolder);
  endpoint = (await startEmulator({ name: 'test-invoke-emulator' })).endpoint;
  s3 = localClients(endpoint).s3;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
after(stopAllLeashed);

describe('in the Lambda image, a sample event', () => {
  const { thumbnail, mobile } = OUTPUTS;
  const runs = [
    ...samples.map((sample) => ({ sample, ...thumbnail })),
    ...samples.slice(0, 1).map((sample) => ({ sample, ...mobile })),
  ];
  for (const { sample, functionName, prefix } of runs) {
    it(`${sample.file} through ${functionName}: ${sample.expect}`, async () => {
      const outcome = await invoke(functionName, sample);
      assert.ok(outcome.kind === 'answered', JSON.stringify(outcome));
      const failed = sample.failed.map((index) => sample.event.Records[index]?.messageId);
      assert.deepEqual(outcome.failedMessages, failed);
      assert.ok(
        outcome.log.some((line) => sample.logs.test(line)),
        `Expected ${sample.logs} in the log: ${outcome.log.join('\n')}`,
      );
      for (const made of sample.makes) await assertSize(`${prefix}${made}`);
    });
  }
});

describe('npm run invoke', () => {
  const output = path.join(root, 'out/thumbnail/HappyFace.jpg');

  it('prints the path of the output and exits with status 0', async () => {
    rmSync(output, { force: true });
    const { status, text } = await run('picture.json');
    assert.equal(status, 0, text);
    assert.match(text, /✓ CreateThumbnail made out\/thumbnail\/HappyFace\.jpg/);
    assert.equal(pictures.read(readFileSync(output)).width, 128);
  });

  it('exits with status 1 when a message failed, although SAM exits with 0', async () => {
    const { status, text } = await run('not-a-picture.json');
    assert.equal(status, 1, text);
    assert.match(
      text,
      /ERROR failed: .*Not a JPEG file[\s\S]*✗ CreateThumbnail reported a message as failed/,
    );
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`leaves no container running when it gets ${signal}`, async () => {
      const child = start('picture.json');
      const container = await startedContainer(child);
      child.kill(signal);
      for (let polls = 0; polls < 80 && containers().includes(container); polls++) await sleep(100);
      assert.ok(!containers().includes(container));
    });
  }
});

function invoke(functionName: string, { file, needs }: Sample) {
  const eventFile = path.join(root, 'events', file);
  return withSampleObjects(s3, BUCKET, needs, () =>
    invokeInImage({ functionName, eventFile, endpoint, buildFolder }),
  );
}

/** The sample picture is 1600 × 1200 pixels. */
async function assertSize(Key: string): Promise<void> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  const { width, height } = pictures.read((await Body?.transformToByteArray()) ?? new Uint8Array());
  assert.deepEqual([width, height], Key.startsWith('thumbnail/') ? [128, 96] : [640, 480]);
}

function start(event: string) {
  const args = [
    ...typeScriptArguments,
    'local/invoke/invoke.ts',
    'CreateThumbnail',
    path.join(root, 'events', event),
  ];
  return spawn(node24, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(event: string): Promise<{ status: number; text: string }> {
  const child = start(event);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      text += data;
    });
  const [status] = await once(child, 'close');
  return { status, text };
}

/** Returns the id of the container that a command starts. */
async function startedContainer(child: ChildProcess): Promise<string> {
  const others = containers();
  while (child.exitCode === null) {
    const container = containers().find((id) => !others.includes(id));
    if (container !== undefined) return container;
    await sleep(20);
  }
  assert.fail(`The command exited with status ${child.exitCode} before it started a container.`);
}

function containers(): string[] {
  return execFileSync('docker', ['ps', '-q'], { encoding: 'utf8' }).split('\n').filter(Boolean);
}
