import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { createObjectStore } from './object-store.ts';
import { createS3Client } from './s3-client.ts';

/**
 * Sends each kind of request once, to a server of this process, and reads the certificates that Node trusts: code is
 * compiled while the function starts, with a whole processor, and not with the first picture, with the share that its
 * memory gives it. That picture takes half the time (docs/decisions/0011-cold-start.md).
 * @throws what a request throws, or the server when it may not listen.
 */
export async function rehearseRequests(): Promise<void> {
  createSecureContext();
  const server = await listen(playS3);
  const client = createS3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
  });
  try {
    const store = createObjectStore(client);
    const place = { bucket: 'rehearsal', key: 'rehearsal.jpg' };
    const source = await store.read(place);
    if (source === undefined) throw new Error('Expected an object from the server of the rehearsal');
    const output = { jpeg: source.bytes, sha256: '', source };
    await store.writeIfStill({ kind: 'nothing' }, place, output);
    await store.look(place);
  } finally {
    client.destroy();
    server.close();
    server.closeAllConnections();
  }
}

async function listen(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return server;
}

/** There is an object under every key, and what is written is taken. */
const playS3: RequestListener = (request, response) => {
  request.resume().once('end', () => {
    response.setHeader('etag', '"rehearsal"');
    response.end(request.method === 'GET' ? 'picture' : undefined);
  });
};
