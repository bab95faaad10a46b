import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { createObjectStore } from './object-store.ts';
import { createS3Client } from './s3-client.ts';

const picture = Buffer.alloc(100_000, 'picture');
const place = { bucket: 'lab', key: 'ingest/a.jpg' };
const output = {
  jpeg: picture,
  sha256: 'ab',
  source: { bytes: picture, etag: '"e"', versionId: undefined, lastModified: undefined },
};
const servers: Server[] = [];

after(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** A store with a server that answers each request with the next of these answers. The last answer is used for all others. */
async function storeOver(...answers: RequestListener[]) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method}`);
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createS3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  });
  return { store: createObjectStore(client), requests };
}

const whole: RequestListener = (_, response) => response.setHeader('ETag', '"e"').end(picture);
const fails =
  (status: number, code = ''): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status).end(code && `<Error><Code>${code}</Code><Message>${code}.</Message></Error>`);
  };
const half: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Length': picture.length });
  response.write(picture.subarray(0, picture.length / 2));
};
const cut: RequestListener = (request, response) => {
  half(request, response);
  setTimeout(() => response.destroy(), 20);
};
const silent: RequestListener = () => {};
const hangUp: RequestListener = (request) => request.socket.destroy();

describe('reading is retried', { concurrency: true }, () => {
  for (const [trouble, answers] of Object.entries({
    '500': [fails(500, 'InternalError')],
    '503, slow down, three times': Array(3).fill(fails(503, 'SlowDown')),
    'a connection that breaks off before the response': [hangUp],
    'a connection that breaks off in the body': [cut, cut],
    'no answer': [silent],
    'a body that stalls': [half],
  } satisfies Record<string, RequestListener[]>)) {
    it(`after ${trouble}`, async () => {
      const { store } = await storeOver(...answers, whole);
      assert.deepEqual(Buffer.from((await store.read(place))?.bytes ?? []), picture);
    });
  }
});

describe('a call that takes too long fails with a reason', { concurrency: true }, () => {
  it('within the 30 seconds of the function, when S3 does not respond', async () => {
    const { store, requests } = await storeOver(silent);
    const startedAt = performance.now();
    await assert.rejects(store.read(place), /3000 ms/);
    assert.ok(performance.now() - startedAt < 30_000);
    assert.equal(requests.length, 4);
  });

  it('when each download breaks off', async () => {
    const { store } = await storeOver(cut);
    await assert.rejects(store.read(place), /the download broke off 3 times: aborted/);
  });

  it('when S3 gives no reason', async () => {
    const { store } = await storeOver(fails(503));
    await assert.rejects(store.look(place), /S3 answered with status 503, and no reason/);
  });

  it('when the bucket does not exist, which is different from a missing object', async () => {
    const { store } = await storeOver(fails(404, 'NoSuchBucket'));
    await assert.rejects(store.read(place), /NoSuchBucket/);
    await assert.rejects(store.writeIfStill({ kind: 'nothing' }, place, output), /NoSuchBucket/);
  });
});

describe('an error of S3 is an answer', () => {
  it('when the object does not exist', async () => {
    const { store } = await storeOver(fails(404, 'NoSuchKey'));
    assert.equal(await store.read(place), undefined);
    assert.deepEqual(await store.look(place), { kind: 'nothing' });
  });

  it('when the role is not allowed to read the object', async () => {
    const { store } = await storeOver(fails(403, 'AccessDenied'));
    assert.deepEqual(await store.look(place), { kind: 'hidden' });
  });

  for (const [status, code] of [
    [412, 'PreconditionFailed'],
    [409, 'ConditionalRequestConflict'],
    [404, 'NoSuchKey'],
  ] as const) {
    it(`when a write gets ${code}, because somebody else has written`, async () => {
      const { store, requests } = await storeOver(fails(status, code));
      assert.equal(await store.writeIfStill({ kind: 'nothing' }, place, output), false);
      assert.equal(requests.length, 1);
    });
  }
});
