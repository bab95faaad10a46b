import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { createObjectStore } from './object-store.ts';
import { createS3Client } from './s3-client.ts';

/**
 * Sends each kind of request once to a server in this process, and reads the certificates that Node trusts. So Node compiles
 * this code during the start of the function, which has a whole processor. Later, the memory size limits the processor. The
 * first picture takes half the time (docs/decisions/0011-cold-start.md).
 * @throws the error of a request, or of the server when it cannot listen.
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

/** Answers like a bucket with an object under every key, and accepts every write. */
const playS3: RequestListener = (request, response) => {
  request.resume().once('end', () => {
    response.setHeader('etag', '"rehearsal"');
    response.end(request.method === 'GET' ? 'picture' : undefined);
  });
};
