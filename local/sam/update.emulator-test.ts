import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readStack, type Stack } from '../../account/stack.ts';
import { poll } from '../../aws/poll.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder } from '../../cli/project.mjs';
import {
  FORMER_TEMPLATES,
  type FormerTemplate,
  readFormerTemplate,
} from '../../test/template/former-template.ts';
import { startEmulator } from '../emulator/emulator.ts';
import { type Clients, LOCAL_ACCOUNT, LOCAL_REGION, localClients } from '../local-aws.ts';
import { sendPicture } from '../send-picture.ts';
import { buildIfStale } from './built-functions.ts';
import { deployLocally } from './deploy.ts';

const folder = path.join(localFolder, 'update-build');
const pictures = await createTestPictures();
const bytes = pictures.jpeg(300, 200);

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(await buildIfStale(), folder, { recursive: true });
});
after(stopAllLeashed);

for (const which of Object.keys(FORMER_TEMPLATES) as FormerTemplate[])
  describe(`an update of a stack from the template ${which}`, () => {
    let clients: Clients;
    let endpoint: string;
    let bucket: string;
    let former: Stack;
    let formerOutput: { ETag: string | undefined; LastModified: Date | undefined };

    before(async () => {
      const name = FORMER_TEMPLATES[which].replace('.yaml', '');
      await writeFormerTemplate(which, `${name}.json`);
      ({ endpoint } = await startEmulator({ name: `update-${name}` }));
      clients = localClients(endpoint);
      await deploy(endpoint, `${name}.json`);
      former = await readStack(clients.cloudFormation);
      bucket = former.outputs.BucketName ?? '';
    });

    it('starts from a stack that works, with a message that waits', async () => {
      assert.deepEqual(await send('former.jpg'), ['made', 'made']);
      formerOutput = await head('thumbnail/former.jpg');
      // An output exists before Lambda deletes its message.
      await untilMessages(0);
      await setTrigger('CreateThumbnail', false);
      await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'ingest/waiting.jpg', Body: bytes }));
      // S3's answer can come before the message is in the queue.
      await untilMessages(1);
    });

    it('replaces nothing: every resource keeps its physical id', async () => {
      await deploy(endpoint, 'template.yaml');
      const { physicalIds } = await readStack(clients.cloudFormation);
      const ids = Object.keys(former.physicalIds);
      assert.ok(ids.length >= 13, ids.join(', '));
      for (const id of ids) assert.equal(physicalIds[id], former.physicalIds[id], id);
      assert.ok(physicalIds.ThumbnailDeadLetterQueue, 'a resource that the oldest template does not have');
    });

    it('keeps the contents of the bucket', async () => {
      assert.deepEqual(await head('thumbnail/former.jpg'), formerOutput);
      await head('ingest/former.jpg');
    });

    it('keeps the message that waits, and the new function processes it', async () => {
      // The update leaves the trigger as it is when the new template does not change it.
      if (which === 'of the last release') await setTrigger('CreateThumbnail', true);
      for (let polls = 0; polls < 100 && !(await exists('thumbnail/waiting.jpg')); polls++) await sleep(100);
      await head('thumbnail/waiting.jpg');
    });

    it('leaves a working stack', async () => {
      assert.deepEqual(await send('new.jpg'), ['made', 'made']);
    });

    it('changes nothing when it is deployed again', async () => {
      const { physicalIds } = await readStack(clients.cloudFormation);
      const lines = await deploy(endpoint, 'template.yaml');
      assert.match(lines.join('\n'), /No changes to deploy/);
      assert.deepEqual((await readStack(clients.cloudFormation)).physicalIds, physicalIds);
    });

    async function send(name: string): Promise<string[]> {
      const { arrivals } = await sendPicture({ ...clients, bucket, path: name, bytes, seconds: 30 });
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

    async function setTrigger(FunctionName: string, Enabled: boolean): Promise<void> {
      const { EventSourceMappings } = await clients.lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName }),
      );
      const UUID = EventSourceMappings?.[0]?.UUID;
      await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    }

    async function untilMessages(count: number): Promise<void> {
      const reached = async () => ((await countMessages()) === count ? true : undefined);
      assert.ok(await poll(reached, { milliseconds: 60_000 }), `thumbnail-queue holds ${count} messages`);
    }

    /** Messages in thumbnail-queue, received or not. */
    async function countMessages(): Promise<number> {
      const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
      const sqs = new SQSClient({ endpoint, region: LOCAL_REGION, credentials });
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: former.outputs.ThumbnailQueueUrl,
          AttributeNames: ['All'],
        }),
      );
      return (
        Number(Attributes.ApproximateNumberOfMessages) +
        Number(Attributes.ApproximateNumberOfMessagesNotVisible)
      );
    }
  });

/** Writes the former template with the functions of today, because this test is about the template. */
async function writeFormerTemplate(which: FormerTemplate, name: string): Promise<void> {
  const template = await readFormerTemplate(which);
  for (const [id, { Type, Properties }] of Object.entries(template.Resources))
    if (Type === 'AWS::Serverless::Function') Properties.CodeUri = id;
  writeFileSync(path.join(folder, name), JSON.stringify(template));
}

/** @returns the output of SAM. */
async function deploy(endpoint: string, name: string): Promise<string[]> {
  const template = path.join(folder, name);
  const lines: string[] = [];
  await deployLocally({ endpoint, template, onLine: (line) => lines.push(line) });
  return lines;
}
