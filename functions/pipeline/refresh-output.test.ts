import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createBucketModel, type Interleaving } from '../../test/fixtures/bucket.ts';
import { createRefreshOutput, type Refreshed } from './refresh-output.ts';

const source = { bucket: 'lab', key: 'ingest/a.jpg' };
const output = { bucket: 'lab', key: 'thumbnail/a.jpg' };

function createBench(interleaving: Interleaving = {}) {
  const bucket = createBucketModel(interleaving);
  const resize = (bytes: Uint8Array) => {
    const jpeg = Buffer.from(`small ${Buffer.from(bytes)}`);
    return { jpeg, width: 128, height: 96, source: { width: 1600, height: 1200 } };
  };
  return { bucket, refresh: createRefreshOutput({ store: bucket.store, resize }) };
}

describe('an output', () => {
  it('is written with two requests when it does not exist', async () => {
    const { bucket, refresh } = createBench();
    bucket.upload(source.key, 'cat');
    assert.equal((await refresh(source, output)).kind, 'made');
    assert.deepEqual(bucket.versions(output.key), ['small cat']);
    assert.deepEqual(bucket.requests, ['read', 'write']);
  });

  it('is not written again when it exists already', async () => {
    const { bucket, refresh } = createBench();
    bucket.upload(source.key, 'cat');
    await refresh(source, output);
    assert.equal((await refresh(source, output)).kind, 'same');
    assert.equal(bucket.versions(output.key).length, 1);
  });

  it('is replaced when the upload was replaced', async () => {
    const { bucket, refresh } = createBench();
    for (const picture of ['cat', 'dog']) {
      bucket.upload(source.key, picture);
      assert.equal((await refresh(source, output)).kind, 'made');
    }
    assert.deepEqual(bucket.versions(output.key), ['small cat', 'small dog']);
  });

  it('is written again after another upload of the same picture', async () => {
    const { bucket, refresh } = createBench({ ticks: true });
    for (const _ of ['first', 'second']) {
      bucket.upload(source.key, 'cat');
      assert.equal((await refresh(source, output)).kind, 'made');
    }
    assert.equal((await refresh(source, output)).kind, 'same');
  });

  it('is not made from a deleted object', async () => {
    const { bucket, refresh } = createBench();
    bucket.upload(source.key, 'cat');
    bucket.remove(source.key);
    assert.deepEqual(await refresh(source, output), { kind: 'gone' });
    assert.deepEqual(bucket.versions(output.key), []);
  });

  it('is right even if it changed and changed back, with the same ETag', async () => {
    const meanwhile = { before: async () => {} };
    const { bucket, refresh } = createBench({ before: () => meanwhile.before() });
    bucket.upload(source.key, 'cat');
    await refresh(source, output);
    bucket.upload(source.key, 'dog');
    meanwhile.before = async () => {
      // The other call has read the cat and is about to write the dog.
      if (bucket.requests.slice(2).join() !== 'read,write,look,read,write') return;
      bucket.upload(source.key, 'cat');
      assert.equal((await refresh(source, output)).kind, 'same');
    };
    await refresh(source, output);
    assert.deepEqual(bucket.versions(output.key), ['small cat', 'small dog', 'small cat']);
  });

  it('is left to the next try when it changes all the time', async () => {
    const { bucket, refresh } = createBench({
      before: () => bucket.upload(output.key, `${bucket.requests.length}`),
    });
    bucket.upload(source.key, 'cat');
    await assert.rejects(
      refresh(source, output),
      /thumbnail\/a\.jpg or its upload changed meanwhile, 5 times/,
    );
  });
});

const CRASHES = { maxLength: 6, size: 'max' } as const;
const interleavings = fc.record({
  scheduler: fc.scheduler(),
  pictures: fc.array(fc.constantFrom('cat', 'dog', undefined), { minLength: 1, maxLength: 5 }),
  deliveries: fc.integer({ min: 1, max: 3 }),
  // A request without a response can have succeeded. The message is delivered again.
  broken: fc.array(fc.constantFrom('before', 'after', undefined), CRASHES),
  ticks: fc.boolean(),
  mayLook: fc.boolean(),
});

describe('in every order of uploads, deletions, repeated messages and failed requests', () => {
  it('the final output belongs to the newest picture', async () => {
    const property = fc.asyncProperty(interleavings, async ({ scheduler, pictures, deliveries, ...rest }) => {
      const broken = [...rest.broken];
      const { bucket, refresh } = createBench({
        before: () => scheduler.schedule(Promise.resolve()),
        breaks: () => broken.shift(),
        ticks: rest.ticks,
        hidden: rest.mayLook ? [] : [output.key],
      });
      const work: Promise<unknown>[] = [];
      const user = scheduler.scheduleSequence(
        pictures.map((picture) => async () => {
          if (picture === undefined) return bucket.remove(source.key);
          bucket.upload(source.key, picture);
          for (let n = 0; n < deliveries; n++) work.push(untilDone(() => refresh(source, output)));
        }),
      );
      await scheduler.waitFor(user.task.then(() => Promise.all(work)));

      const written = bucket.versions(output.key);
      const newest = pictures.at(-1);
      if (newest === undefined) return;
      assert.equal(written.at(-1), `small ${newest}`);
      if (pictures.length === 1 && rest.mayLook) assert.equal(written.length, 1);
    });
    await fc.assert(property, { numRuns: 1000 });
  });
});

/** Delivers a message again, as SQS does. */
async function untilDone(refresh: () => Promise<Refreshed>): Promise<Refreshed> {
  for (;;) {
    try {
      return await refresh();
    } catch {}
  }
}
