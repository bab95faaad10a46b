import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { it, type TestContext } from 'node:test';
import { forwardToLoopback } from './container-access.ts';

it('what connects to the forwarder speaks with the port behind it, until it is closed', async (context) => {
  const forwarder = await forwardToLoopback('127.0.0.1', await startEcho(context));
  assert.ok(forwarder);
  const client = connect(forwarder.port, '127.0.0.1');
  client.write('hello');
  const [answer] = await once(client, 'data');
  assert.equal(String(answer), 'hello');
  forwarder.close();
  await once(client, 'close');
  const late = connect(forwarder.port, '127.0.0.1');
  const [error] = await once(late, 'error');
  assert.match(String(error), /ECONNREFUSED/);
});

it('where nothing is behind it, the connection ends', async () => {
  const forwarder = await forwardToLoopback('127.0.0.1', 1);
  assert.ok(forwarder);
  await once(
    connect(forwarder.port, '127.0.0.1').on('error', () => {}),
    'close',
  );
  forwarder.close();
});

it('an address that is not of this machine is not listened on', async () => {
  assert.equal(await forwardToLoopback('203.0.113.1', 1), undefined);
});

async function startEcho(context: TestContext): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  return address.port;
}
