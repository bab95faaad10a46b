import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort, { clearLockedPorts } from 'get-port';
import { startLeashed, stopLeashed } from './leashed.ts';
import { LOCAL_REGION, localEnvironment } from './local-aws.ts';
import { Failure } from './set-up/failure.mjs';
import { localFolder, toolCommand } from './set-up/project.mjs';

/** The embedded AWS: MiniStack, on the loopback, with IAM enforced. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** What it said. */
  log: string;
  /** Settles when it has ended, asked for or not. */
  ended: Promise<unknown>;
  /** Ends it and its Lambda workers, and removes its files but for the log (and for those that are to be kept). */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** A port to insist on; else 4566, which many tools expect, when it is free, or any free one. */
  port?: number | undefined;
  /** Folder below `.local/` for its files. */
  name: string;
  /** Goes on from what its folder holds, and leaves there what it knows when it is stopped (not when it is killed). */
  keepState?: boolean;
}

const USUAL_PORT = 4566;
const SECONDS_TO_START = 30;
/** It writes its state as it ends, which takes a second, or many on a busy machine. */
const SECONDS_TO_KEEP_STATE = 60;

/** @throws Failure when the port is taken, or it does not come up. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port } = options;
  const chosen = await getPort({ host: '127.0.0.1', port: port ?? USUAL_PORT });
  if (port !== undefined && chosen !== port) throw portTaken(port);
  try {
    return await startAt(chosen, options);
  } catch (error) {
    // Another program can have taken the port meanwhile.
    if (port !== undefined || !(error instanceof Failure) || !/in use/.test(error.detail ?? '')) throw error;
    return startAt(await getPort({ host: '127.0.0.1' }), options);
  }
}

async function startAt(port: number, { name, keepState = false }: EmulatorOptions): Promise<Emulator> {
  const folder = path.join(localFolder, name);
  const log = path.join(localFolder, 'logs', `${name}.log`);
  for (const old of keepState ? [log] : [folder, log]) rmSync(old, { recursive: true, force: true });
  for (const made of [path.join(folder, 'tmp'), path.dirname(log)]) mkdirSync(made, { recursive: true });

  // Its worker for Node functions is CommonJS; without this the project's own package.json would say otherwise.
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');

  const endpoint = `http://127.0.0.1:${port}`;
  const env = {
    ...emulatorEnvironment(endpoint, port, folder),
    ...(keepState && { PERSIST_STATE: '1', S3_PERSIST: '1' }),
  };
  const output = { file: log };
  const process = startLeashed(
    toolCommand('ministack'),
    [],
    { env, cwd: folder, stdout: output, stderr: output },
    'SIGTERM',
    keepState ? SECONDS_TO_KEEP_STATE : undefined,
  );
  const ended = process.then(() => keepState || rmSync(folder, { recursive: true, force: true }));
  const stop = async () => {
    await stopLeashed(process);
    await ended;
    // Else the port would count as taken for half a minute more.
    clearLockedPorts();
  };
  await healthy(endpoint, process, log).catch(async (error) => {
    await stop();
    throw error;
  });
  return { endpoint, log, ended, stop };
}

function emulatorEnvironment(endpoint: string, port: number, folder: string): NodeJS.ProcessEnv {
  return {
    // Node 24 comes first on its PATH: it runs the functions with the `node` that it finds.
    ...localEnvironment(endpoint),
    GATEWAY_PORT: String(port),
    // Its own default is every interface.
    BIND_HOST: '127.0.0.1',
    // Without this, policies do nothing, and a lab teaches nothing.
    AUTH: 'true',
    MINISTACK_REGION: LOCAL_REGION,
    // Else it opens port 8883 as well.
    IOT_MTLS_ENABLED: '0',
    TMPDIR: path.join(folder, 'tmp'),
    STATE_DIR: path.join(folder, 'state'),
    S3_DATA_DIR: path.join(folder, 's3'),
  };
}

async function healthy(
  endpoint: string,
  process: ReturnType<typeof startLeashed>,
  log: string,
): Promise<void> {
  let ended = false;
  void process.then(() => {
    ended = true;
  });
  for (
    const deadline = Date.now() + SECONDS_TO_START * 1000;
    Date.now() < deadline && !ended;
    await sleep(50)
  ) {
    if (hasPort(log) && (await isHealthy(endpoint))) return;
  }
  throw new Failure({
    code: 'emulator-not-started',
    problem: ended
      ? 'The embedded AWS (MiniStack) ended while it started.'
      : `The embedded AWS (MiniStack) did not answer within ${SECONDS_TO_START} seconds at ${endpoint}.`,
    fix: 'rm -rf .local/tools/ministack   # then run this again: it is installed anew',
    detail: readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n'),
  });
}

/** Whether it listens itself: where somebody else has taken the port, that one would answer. */
function hasPort(log: string): boolean {
  return existsSync(log) && readFileSync(log, 'utf8').includes('Running on ');
}

/** Whether an embedded AWS answers there. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}

function portTaken(port: number): Failure {
  return new Failure({
    code: 'port-taken',
    problem: `Port ${port} of 127.0.0.1 is in use by another program.`,
    fix: 'npm start   # without --port takes a free one',
  });
}
