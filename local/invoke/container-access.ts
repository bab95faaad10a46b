import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { bridgeAddress } from './docker.ts';

/** The name of this machine in a container that was started with `--add-host`. */
const HOST = 'host.docker.internal';
export const ADD_HOST = `${HOST}:host-gateway`;

/**
 * Lets containers reach the embedded AWS while `work` runs. The embedded AWS listens only on the loopback. This function opens
 * one port on the Docker bridge, which no other machine can reach.
 * @param endpoint such as `http://127.0.0.1:4566`.
 * @param work gets the endpoint for use in a container.
 */
export async function withContainerAccess<T>(
  endpoint: string,
  work: (endpointInContainer: string) => Promise<T>,
): Promise<T> {
  const port = Number(new URL(endpoint).port);
  const bridge = await bridgeAddress();
  const onBridge = bridge === undefined ? undefined : await forwardToLoopback(bridge, port);
  // Engines in a virtual machine, such as Docker Desktop, forward containers to the loopback themselves.
  const forwarder = onBridge ?? (await forwardToLoopback('127.0.0.1', port));
  if (forwarder === undefined) throw new Error('Expected 127.0.0.1 to be an address of this machine.');
  try {
    return await work(`http://${HOST}:${forwarder.port}`);
  } finally {
    forwarder.close();
  }
}

export interface Forwarder {
  /** A free port. */
  port: number;
  /** Stops the forwarder and closes its connections. */
  close(): void;
}

/**
 * Listens on an address and forwards requests from containers to a port of 127.0.0.1. The gate of the embedded AWS accepts only
 * names of the loopback, so the forwarder replaces the Host header.
 * @returns undefined when the address does not belong to this machine.
 */
export async function forwardToLoopback(address: string, to: number): Promise<Forwarder | undefined> {
  const server = createServer((incoming, answer) => forward(incoming, answer, to)).listen(0, address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL') return undefined;
    throw error;
  }
  const listening = server.address();
  const port = typeof listening === 'object' && listening ? listening.port : 0;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, close };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, to: number): void {
  const { method, url, headers } = incoming;
  // A web page that uses DNS rebinding has another Host header.
  if (headers.host?.split(':')[0] !== HOST) {
    answer.writeHead(403).end();
    return;
  }
  const passedOn = request({
    ...{ host: '127.0.0.1', port: to, method, path: url },
    headers: { ...headers, host: `127.0.0.1:${to}` },
  });
  passedOn.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  passedOn.on('error', () => answer.destroy());
  incoming.on('error', () => passedOn.destroy()).pipe(passedOn);
}
