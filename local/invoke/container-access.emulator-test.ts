import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, before, describe, it, type TestContext } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { localClients } from '../local-aws.ts';
import { type Forwarder, forwardToLoopback } from './container-access.ts';

let emulator: Emulator;
let port: number;

before(async () => {
  emulator = await startEmulator({ name: 'container-access-test' });
  port = Number(new URL(emulator.endpoint).port);
});
after(stopAllLeashed);

describe('the forwarder', () => {
  it('lets a container call the embedded AWS until it is closed', async (context) => {
    const forwarder = await forwardFor(context, port);
    const { s3 } = localClients(`http://127.0.0.1:${forwarder.port}`);
    // In a container, this name resolves to the forwarder.
    s3.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { headers: Record<string, string> } };
        request.headers.host = `host.docker.internal:${forwarder.port}`;
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'nameThisMachine' },
    );
    await s3.send(new CreateBucketCommand({ Bucket: 'pictures' }));
    await s3.send(new PutObjectCommand({ Bucket: 'pictures', Key: 'ü 1.txt', Body: 'hello' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'pictures', Key: 'ü 1.txt' }));
    assert.equal(await Body?.transformToString(), 'hello');
    forwarder.close();
    await assert.rejects(fetch(`http://127.0.0.1:${forwarder.port}`));
  });

  it('refuses a web page that uses DNS rebinding', async (context) => {
    const forwarder = await forwardFor(context, port);
    const asked = request({
      port: forwarder.port,
      headers: { host: `evil.example:${forwarder.port}` },
    }).end();
    const [answer] = await once(asked, 'response');
    assert.equal(answer.statusCode, 403);
  });

  it('closes the connection when the target does not answer', async (context) => {
    const forwarder = await forwardFor(context, 1);
    const asked = request({ port: forwarder.port, headers: { host: 'host.docker.internal' } }).end();
    await once(asked, 'error');
  });

  it('does not listen on an address of another machine', async () => {
    assert.equal(await forwardToLoopback('203.0.113.1', 1), undefined);
  });
});

async function forwardFor(context: TestContext, to: number): Promise<Forwarder> {
  const forwarder = await forwardToLoopback('127.0.0.1', to);
  assert.ok(forwarder);
  context.after(() => forwarder.close());
  return forwarder;
}
