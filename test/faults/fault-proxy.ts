/**
 * A proxy between the functions and S3 that breaks calls. It is our own because toxiproxy breaks connections, not
 * single calls, and cannot answer 503. Mocking servers cannot cut an answer in the middle.
 */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chance } from './chance.ts';

/** The ways in which a call can fail. */
export const FAULTS = [
  /** The answer is 500, and nothing is done. */
  'internal error',
  /** The answer is 503, and nothing is done. */
  'slow down',
  /** There is no answer, and nothing is done. */
  'silence',
  /** The connection is cut in the middle of the request. */
  'request cut',
  /** The call is done, but the connection is cut before the answer. */
  'answer lost',
  /** The connection is cut in the middle of the answer. */
  'answer cut',
  /** The answer stops in the middle, and the connection stays open. */
  'answer stalls',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultProxy {
  endpoint: string;
  calls: number;
  broken: Record<Fault, number>;
  stop(): Promise<void>;
}

export interface FaultProxyOptions {
  /** `http://127.0.0.1:<port>` */
  target: string;
  seed: string;
  /** The share of calls that fail, from 0 to 1. */
  share: number;
  /** Called when a call arrives, and again when it is done but not yet answered. The call waits for both. */
  onCall?: () => Promise<void>;
}

export async function startFaultProxy({
  target,
  seed,
  share,
  onCall = async () => {},
}: FaultProxyOptions): Promise<FaultProxy> {
  const broken = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const times = new Map<string, number>();
  const server = createServer(async (request, response) => {
    // The caller may be killed in the middle of the request.
    const body = await readAll(request).catch(() => undefined);
    if (body === undefined) return;
    await onCall();
    const fault = faultOf(request);
    proxy.calls++;
    if (fault !== undefined) broken[fault]++;
    answer({ request, response, body, target, onDone: onCall }, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${port}`,
    calls: 0,
    broken,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;

  /** Picks a fault by the number of the call among its kind, so that other calls have no influence. */
  function faultOf({ method = '', url = '' }: IncomingMessage): Fault | undefined {
    const call = `${method} ${url}`;
    const time = (times.get(call) ?? 0) + 1;
    times.set(call, time);
    if (chance(seed, call, time, 'whether') >= share) return undefined;
    return FAULTS[Math.floor(chance(seed, call, time, 'which') * FAULTS.length)];
  }
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  target: string;
  onDone(): Promise<void>;
}

function answer(call: Call, fault: Fault | undefined): void {
  const { request, response } = call;
  if (fault === 'silence') return;
  if (fault === 'internal error') refuse(response, 500, 'InternalError');
  else if (fault === 'slow down') refuse(response, 503, 'SlowDown');
  else if (fault === 'request cut') {
    sendHalf(call);
    request.socket.destroy();
  } else forward(call, fault);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}, as asked.</Message></Error>`;
  response.writeHead(status, { 'Content-Type': 'application/xml' }).end(xml);
}

/** Sends S3 the beginning of the request and nothing more. */
function sendHalf({ request, body, target }: Call): void {
  const sending = send(new URL(request.url ?? '', target), {
    method: request.method,
    headers: request.headers,
  });
  sending.on('error', () => {});
  sending.write(body.subarray(0, body.length / 2), () => sending.destroy());
}

function forward({ request, response, body, target, onDone }: Call, fault: Fault | undefined): void {
  const { method, headers } = request;
  const sending = send(new URL(request.url ?? '', target), { method, headers }, async (answered) => {
    const bytes = await readAll(answered);
    await onDone();
    if (fault === 'answer lost') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answered.statusCode ?? 500, answered.rawHeaders);
    if (fault === undefined) {
      response.end(bytes);
      return;
    }
    response.write(bytes.subarray(0, bytes.length / 2));
    response.flushHeaders();
    if (fault === 'answer cut') setTimeout(() => request.socket.destroy(), 20);
  });
  sending.on('error', () => request.socket.destroy());
  sending.end(body);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
