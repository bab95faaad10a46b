import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { bridgeAddress } from './docker.ts';

/** The name under which a container that was started with `--add-host` finds this machine. */
const HOST = 'host.docker.internal';
export const ADD_HOST = `${HOST}:host-gateway`;

/**
 * Lets containers reach the embedded AWS, which listens on the loopback only, while `work` runs and no longer. What is
 * opened for it is one port on the Docker bridge, that no other machine can reach.
 * @param endpoint such as `http://127.0.0.1:4566`.
 * @param work gets the endpoint as a container has to name it.
 */
export async function withContainerAccess<T>(
  endpoint: string,
  work: (endpointInContainer: string) => Promise<T>,
): Promise<T> {
  const port = Number(new URL(endpoint).port);
  const bridge = await bridgeAddress();
  const forwarder = bridge === undefined ? undefined : await forwardToLoopback(bridge, port);
  // Engines in a virtual machine (Docker Desktop, …) forward to the loopback by themselves.
  if (forwarder === undefined) return work(`http://${HOST}:${port}`);
  try {
    return await work(`http://${HOST}:${forwarder.port}`);
  } finally {
    forwarder.close();
  }
}

export interface Forwarder {
  /** A free one. */
  port: number;
  /** Ends its connections too. */
  close(): void;
}

/**
 * Listens on an address, and hands every connection to a port of 127.0.0.1.
 * @returns undefined when the address is not one of this machine.
 */
export async function forwardToLoopback(address: string, to: number): Promise<Forwarder | undefined> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(to, '127.0.0.1');
    for (const [from, into] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.pipe(into);
      from.on('error', () => into.destroy()).on('close', () => sockets.delete(from));
    }
  }).listen(0, address);
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
    for (const socket of sockets) socket.destroy();
  };
  return { port, close };
}
