/** `npm run check` removes its picture and the outputs, however it is stopped while they are in the bucket. */

import assert from 'node:assert/strict';
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { connect } from '../account/connect.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { node24, root, typeScriptArguments } from '../cli/project.mjs';
import { startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { type BuiltLab, buildLab } from '../solve/labs/hand-built-lab.ts';
import { projectZips } from '../solve/labs/project-zips.ts';

const ACCOUNT = '100000000009';
let lab: BuiltLab;
let proxy: Stalling;
let earlier: string[];

before(async () => {
  const zips = await projectZips();
  const { endpoint } = await startEmulator({ name: 'stopped-run' });
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
  lab = await buildLab(connect({ endpoint, region: LOCAL_REGION, credentials }), {
    ...{ account: ACCOUNT, region: LOCAL_REGION, zips },
  });
  proxy = await stallAfterUpload(endpoint);
  earlier = await keysInBucket();
});
after(async () => {
  proxy.server.closeAllConnections();
  proxy.server.close();
  await stopAllLeashed();
});
beforeEach(() => proxy.reset());

describe("the probe's objects are removed, although AWS no longer answers the calls that the grader waits for", () => {
  it('on Ctrl-C', async () => {
    const { child, ended } = start();
    await proxy.stalled();
    child.kill('SIGINT');
    const { status, output } = await ended;
    assert.equal(status, 130, output);
    assert.deepEqual(await keysInBucket(), earlier);
  });

  it('when the time is up, and the grade is still shown', async () => {
    const { status, output } = await start(['--timeout', '6']).ended;
    assert.equal(status, 2, output);
    assert.match(output, /could not be graded/);
    assert.deepEqual(await keysInBucket(), earlier);
  });

  it('when the program itself fails', async () => {
    const crash = "process.once('SIGUSR2', () => setTimeout(() => { throw new Error('a bug') }))";
    const { child, ended } = start([], ['--import', `data:text/javascript,${encodeURIComponent(crash)}`]);
    await proxy.stalled();
    child.kill('SIGUSR2');
    const { status, output } = await ended;
    assert.equal(status, 2, output);
    assert.match(output, /Error: a bug/);
    assert.deepEqual(await keysInBucket(), earlier);
  });

  it('when nobody reads its output any more, as in `| head`', async () => {
    const { child, ended } = start();
    await proxy.stalled();
    child.stdout?.destroy();
    child.stderr?.destroy();
    // Nobody reads its next line.
    await sleep(200);
    proxy.release();
    const { status } = await ended;
    assert.notEqual(status, null, 'it ended by itself');
    assert.deepEqual(await keysInBucket(), earlier);
  });

  it('in a pipe to head, in a shell', async () => {
    proxy.release();
    const command = `${[node24, ...typeScriptArguments].join(' ')} checks/check.ts 2>&1 | head -n 1`;
    const { output } = await end(spawn('bash', ['-c', command], settings()));
    assert.equal(output.trim().split('\n').length, 1);
    const deadline = Date.now() + 120_000;
    while ((await keysInBucket()).length !== earlier.length && Date.now() < deadline) await sleep(200);
    assert.deepEqual(await keysInBucket(), earlier);
  });
});

async function keysInBucket(): Promise<string[]> {
  const { Contents = [] } = await lab.aws.s3.send(new ListObjectsV2Command({ Bucket: lab.bucket }));
  return Contents.map(({ Key = '' }) => Key);
}

function start(args: readonly string[] = [], ofNode: readonly string[] = []) {
  const child = spawn(node24, [...typeScriptArguments, ...ofNode, 'checks/check.ts', ...args], settings());
  return { child, ended: end(child) };
}

function settings(): SpawnOptions {
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    ...{ PATH, HOME, AWS_ENDPOINT_URL: proxy.url, AWS_REGION: LOCAL_REGION, AWS_ACCESS_KEY_ID: ACCOUNT },
    ...{ AWS_SECRET_ACCESS_KEY: 'local', AWS_EC2_METADATA_DISABLED: 'true' },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  };
  return { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] };
}

async function end(child: ChildProcess): Promise<{ status: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  const [status] = await once(child, 'exit');
  return { status, output };
}

interface Stalling {
  url: string;
  server: Server;
  /** Resolves when a request was held back. */
  stalled(): Promise<void>;
  /** Releases the requests that were held back, and holds back no more. */
  release(): void;
  reset(): void;
}

/** Forwards everything to an endpoint. After an upload, it never answers listings of keys and logs. */
async function stallAfterUpload(endpoint: string): Promise<Stalling> {
  const { hostname, port } = new URL(endpoint);
  const held: (() => void)[] = [];
  let isUploaded = false;
  let isReleased = false;
  let first = Promise.withResolvers<void>();
  const server = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const pass = () => {
      const passed = request({ hostname, port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      incoming.pipe(passed);
    };
    if (method === 'PUT' && url.includes('/ingest/')) isUploaded = true;
    const isWaitedFor = url.includes('list-type=2') || headers['x-amz-target']?.includes('FilterLogEvents');
    if (isReleased || !isUploaded || !isWaitedFor) return pass();
    held.push(pass);
    first.resolve();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    stalled: () => first.promise,
    release() {
      isReleased = true;
      for (const pass of held.splice(0)) pass();
    },
    reset() {
      held.length = 0;
      [isUploaded, isReleased] = [false, false];
      first = Promise.withResolvers();
    },
  };
}
