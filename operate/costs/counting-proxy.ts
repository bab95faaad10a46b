import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Forwards requests to an endpoint and counts them. */
export interface CountingProxy {
  endpoint: string;
  /** Number of requests by method since the start. */
  counts: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    const { method = '', url, headers } = incoming;
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const passedOn = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The server listens on a port, so the address is an object.
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${port}`, counts, stop };
}
