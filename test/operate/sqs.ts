/** For tests: an endpoint that implements the move tasks of SQS and forwards all other requests. */
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Action, createMoveTasks, type Input, type MoveTasksOptions, SqsError } from './move-tasks.ts';

export interface TestSqs {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  /** Calls to the move tasks, in order. */
  calls: readonly { action: string; input: Input }[];
  stop(): void;
}

/** Starts the endpoint. @param behind the endpoint that gets all other requests. */
export async function startTestSqs(options: MoveTasksOptions, behind?: string): Promise<TestSqs> {
  const calls: { action: string; input: Input }[] = [];
  const tasks: Readonly<Record<string, Action>> = createMoveTasks(options);
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const act = tasks[action];
    if (act === undefined) return forward(behind, request, body, response);
    const input = JSON.parse(body.toString());
    calls.push({ action, input });
    await answer(response, act, input);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The server listens on a port, so the address is an object.
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, calls, stop: () => void server.close() };
}

/** Answers in the JSON protocol of SQS. */
async function answer(response: ServerResponse, act: Action, input: Input): Promise<void> {
  const write = (status: number, body: object, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    response.end(JSON.stringify(body));
  };
  try {
    write(200, await act(input));
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    const { code, status, message } = error;
    write(
      status,
      { __type: `com.amazonaws.sqs#${code}`, message },
      { 'x-amzn-query-error': `${code};Sender` },
    );
  }
}

/** Forwards a request with the same Host header, so that queue URLs in the answer lead to this endpoint. */
function forward(
  behind: string | undefined,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  if (behind === undefined) return void response.writeHead(501).end();
  const { hostname, port } = new URL(behind);
  const onward = httpRequest({ hostname, port, method, path: url, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}
