import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { createTestPictures } from '../bench/made-pictures/pictures.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { samples } from '../events/samples.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { readInvocations } from './function-logs.ts';
import { type Lab, startLab } from './lab.ts';
import { withSampleObjects } from './sample-objects.ts';
import { sendPicture } from './send-picture.ts';

const pictures = await createTestPictures();
let lab: Lab;

before(async () => {
  lab = await startLab({ name: 'test-emulator' });
});
after(stopAllLeashed);

const upload = (path: string, bytes: Uint8Array, seconds = 30) =>
  sendPicture({ ...lab.clients, bucket: lab.bucket, path, bytes, seconds });

describe('a picture uploaded to ingest/', () => {
  for (const orientation of [1, 6]) {
    it(`has two outputs, upright and with the right size, from orientation ${orientation}`, async () => {
      const { arrivals } = await upload(`o${orientation}.jpg`, pictures.jpeg(1600, 1200, { orientation }));
      for (const [index, size] of [
        [128, 96],
        [640, 480],
      ].entries()) {
        const arrival = arrivals[index];
        assert.ok(arrival?.kind === 'made', JSON.stringify(arrival));
        const found = pictures.read(arrival.jpeg);
        assert.deepEqual([found.width, found.height], size);
        assert.ok(found.difference < 12, `colours differ by ${found.difference}`);
        assert.ok(
          arrival.report !== undefined && arrival.report.durationMs > 0,
          'The log has its REPORT line.',
        );
      }
    });
  }

  it('is resized again when it is uploaded again', async () => {
    const bytes = pictures.jpeg(300, 200);
    const startedAt = Date.now();
    for (const _ of ['first', 'second']) await upload('again.jpg', bytes);
    const invocations = await readInvocations(lab.clients, 'CreateThumbnail', startedAt);
    assert.equal(invocations.filter(({ made }) => made.includes('thumbnail/again.jpg')).length, 2);
  });

  it('can have any name', async () => {
    const { arrivals } = await upload('2026/ü+1 (copy) 猫 100%.jpg', pictures.jpeg(300, 200));
    assert.deepEqual(
      arrivals.map(({ kind }) => kind),
      ['made', 'made'],
    );
  });

  it('has outputs only in the two output folders, whatever its key is', async () => {
    for (const path of [
      '../../escaped.jpg',
      '/double.jpg',
      'a/./b.jpg',
      'tab\tbell\u0007.jpg',
      `${'x'.repeat(1012)}.jpg`,
    ])
      await upload(path, pictures.jpeg(64, 64));
    const { Contents = [] } = await lab.clients.s3.send(
      new ListObjectsV2Command({ Bucket: lab.bucket, EncodingType: 'url' }),
    );
    const keys = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
    assert.ok(
      keys.includes('thumbnail//double.jpg') && keys.includes('mobile/tab\tbell\u0007.jpg'),
      keys.join('\n'),
    );
    assert.ok(keys.includes(`mobile/${'x'.repeat(1012)}.jpg`), 'the longest key that S3 accepts');
    assert.deepEqual(
      keys.filter((key) => !/^(ingest|thumbnail|mobile)\//.test(key)),
      [],
    );
    assert.deepEqual(
      keys.filter((key) => !key.startsWith('ingest/') && /(escaped|b)\.jpg$/.test(key)),
      [],
    );
  });

  it('has outputs that a browser can cache, with the ETag of the source', async () => {
    await upload('meta.jpg', pictures.jpeg(300, 200));
    const head = await lab.clients.s3.send(
      new HeadObjectCommand({ Bucket: lab.bucket, Key: 'thumbnail/meta.jpg' }),
    );
    assert.equal(head.ContentType, 'image/jpeg');
    assert.equal(head.CacheControl, 'public, max-age=3600');
    assert.match(head.Metadata?.['source-etag'] ?? '', /^[0-9a-f]{32}$/);
  });

  it('fails with the reason when it is not a picture', async () => {
    const { arrivals } = await upload('text.jpg', Buffer.from('not a picture'));
    for (const arrival of arrivals) {
      assert.ok(arrival.kind === 'failed', JSON.stringify(arrival));
      assert.match(arrival.reason, /ingest\/text\.jpg: .*Not a JPEG file/);
    }
  });
});

it('the bucket has the lifecycle rule of the template', async () => {
  const { Rules } = await lab.clients.s3.send(
    new GetBucketLifecycleConfigurationCommand({ Bucket: lab.bucket }),
  );
  const [rule] = Rules ?? [];
  assert.deepEqual([rule?.ID, rule?.Status, rule?.Expiration?.Days], ['cleanup', 'Enabled', 30]);
  assert.equal(rule?.NoncurrentVersionExpiration?.NoncurrentDays, 1);
});

describe('a sample event', () => {
  for (const sample of samples) {
    for (const { functionName, prefix } of Object.values(OUTPUTS)) {
      it(`${sample.file} through ${functionName}: ${sample.expect}`, async () => {
        const startedAt = Date.now() - 1000;
        for (const path of sample.makes)
          await lab.clients.s3.send(new DeleteObjectCommand({ Bucket: lab.bucket, Key: `${prefix}${path}` }));
        const { batchItemFailures, log } = await withSampleObjects(
          lab.clients.s3,
          lab.bucket,
          sample.needs,
          () => invoke(functionName, sample.event),
        );
        const failed = sample.failed.map((index) => sample.event.Records[index]?.messageId);
        assert.deepEqual(
          batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
          failed,
        );
        assert.match(log, sample.logs);
        for (const path of sample.makes) {
          const Key = `${prefix}${path}`;
          const { LastModified } = await lab.clients.s3.send(
            new HeadObjectCommand({ Bucket: lab.bucket, Key }),
          );
          assert.ok(LastModified && LastModified.getTime() >= startedAt - 1000, `${Key} is new`);
        }
      });
    }
  }
});

interface Answer {
  batchItemFailures: { itemIdentifier: string }[];
  log: string;
}

async function invoke(FunctionName: string, event: object): Promise<Answer> {
  const Payload = JSON.stringify(event);
  const response = await lab.clients.lambda.send(
    new InvokeCommand({ FunctionName, Payload, LogType: 'Tail' }),
  );
  const answer = JSON.parse(Buffer.from(response.Payload ?? []).toString());
  assert.ok(Array.isArray(answer.batchItemFailures), JSON.stringify(answer));
  return { ...answer, log: Buffer.from(response.LogResult ?? '', 'base64').toString() };
}
