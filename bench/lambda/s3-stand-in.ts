import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** The parts of S3 that the functions need, in this process, so that its memory does not count as theirs. */
export interface S3StandIn {
  endpoint: string;
  /** By the last part of its key: `ingest/17/12.jpg` is `12.jpg`. */
  objects: Map<string, Uint8Array>;
  /** Number of written JPEGs. */
  written(): number;
  stop(): Promise<void>;
}

/** Starts the stand-in. @param waitMs milliseconds until each response begins, as on S3. */
export async function startS3StandIn(waitMs: number): Promise<S3StandIn> {
  const objects = new Map<string, Uint8Array>();
  let jpegs = 0;
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The server listens on a port, so the address is an object.
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, objects, written: () => jpegs, stop };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    await sleep(waitMs);
    if (request.method === 'PUT') {
      if (!body.includes('ffd8ff', 0, 'hex')) throw new Error(`Expected a JPEG at ${request.url}`);
      jpegs++;
      return void response.writeHead(200, { etag: '"0"' }).end();
    }
    const name = decodeURIComponent(request.url ?? '').replace(/\?.*|.*\//g, '');
    const bytes = request.method === 'GET' ? objects.get(name) : undefined;
    if (bytes === undefined) return void response.writeHead(404).end();
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    response.writeHead(200, { 'content-length': bytes.length, etag }).end(bytes);
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
