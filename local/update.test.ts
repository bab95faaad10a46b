import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createTestPictures } from '../functions/pipeline/test-pictures.ts';
import { readFormerTemplate } from '../template-src/former-template.ts';
import { buildIfStale } from './built-functions.ts';
import { deployLocally } from './deploy.ts';
import { startEmulator } from './emulator.ts';
import { leaveOutTlsDemands, mendStack } from './emulator-gaps.ts';
import { followUpload } from './journey.ts';
import { stopAllLeashed } from './leashed.ts';
import { type Clients, LOCAL_ACCOUNT, LOCAL_REGION, localClients } from './local-aws.ts';
import { localFolder } from './set-up/project.mjs';
import { readStack, type Stack } from './stack.ts';

const folder = path.join(localFolder, 'update-build');
const pictures = await createTestPictures();
const bytes = pictures.jpeg(300, 200);
let clients: Clients;
let endpoint: string;
let bucket: string;
let former: Stack;
let formerOutput: { ETag: string | undefined; LastModified: Date | undefined };

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(await buildIfStale(), folder, { recursive: true });
  await writeFormerTemplate();
  ({ endpoint } = await startEmulator({ name: 'update' }));
  clients = localClients(endpoint);
  await deploy('former.json');
  former = await readStack(clients.cloudFormation);
  bucket = former.outputs.BucketName ?? '';
});
after(stopAllLeashed);

describe('an update of a stack from the former template', () => {
  it('starts from a stack that works, with a message that waits', async () => {
    assert.deepEqual(await send('former.jpg'), ['made', 'made']);
    formerOutput = await head('thumbnail/former.jpg');
    await stopTrigger('CreateThumbnail');
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'ingest/waiting.jpg', Body: bytes }));
    assert.equal(await countMessages(), 1);
  });

  it('replaces nothing: every resource that was there is the same one', async () => {
    await deploy('template.yaml');
    const { physicalIds } = await readStack(clients.cloudFormation);
    const ids = Object.keys(former.physicalIds);
    // What demands TLS only is left out here.
    assert.ok(ids.length >= 13, ids.join(', '));
    for (const id of ids) assert.equal(physicalIds[id], former.physicalIds[id], id);
    assert.ok(physicalIds.ThumbnailDeadLetterQueue, 'it has what is new');
  });

  it('keeps what is in the bucket', async () => {
    assert.deepEqual(await head('thumbnail/former.jpg'), formerOutput);
    await head('ingest/former.jpg');
  });

  it('keeps the message that waits, and the new function takes it', async () => {
    for (let polls = 0; polls < 100 && !(await exists('thumbnail/waiting.jpg')); polls++) await sleep(100);
    await head('thumbnail/waiting.jpg');
  });

  it('works', async () => {
    assert.deepEqual(await send('new.jpg'), ['made', 'made']);
  });

  it('changes nothing when it is made once more', async () => {
    const { physicalIds } = await readStack(clients.cloudFormation);
    const lines = await deploy('template.yaml');
    assert.match(lines.join('\n'), /No changes to deploy/);
    assert.deepEqual((await readStack(clients.cloudFormation)).physicalIds, physicalIds);
  });
});

/** With today's functions: it is the template that is looked at here. */
async function writeFormerTemplate(): Promise<void> {
  const template = await readFormerTemplate();
  for (const [id, { Type, Properties }] of Object.entries(template.Resources))
    if (Type === 'AWS::Serverless::Function') Properties.CodeUri = id;
  writeFileSync(path.join(folder, 'former.json'), JSON.stringify(template));
}

/** @returns what SAM said. */
async function deploy(name: string): Promise<string[]> {
  const template = path.join(folder, name);
  const lines: string[] = [];
  leaveOutTlsDemands(template);
  await deployLocally({ endpoint, template, s3: clients.s3, onLine: (line) => lines.push(line) });
  await mendStack(clients, template);
  return lines;
}

async function send(name: string): Promise<string[]> {
  const { arrivals } = await followUpload({ ...clients, bucket, path: name, bytes, seconds: 30 });
  return arrivals.map(({ kind }) => kind);
}

async function head(Key: string) {
  const { ETag, LastModified } = await clients.s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
  return { ETag, LastModified };
}

async function exists(key: string): Promise<boolean> {
  try {
    await head(key);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function stopTrigger(FunctionName: string): Promise<void> {
  const { EventSourceMappings } = await clients.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const UUID = EventSourceMappings?.[0]?.UUID;
  await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
}

/** In thumbnail-queue, seen or not. */
async function countMessages(): Promise<number> {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint, region: LOCAL_REGION, credentials });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: former.outputs.ThumbnailQueueUrl, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}
