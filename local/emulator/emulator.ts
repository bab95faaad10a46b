import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort, { clearLockedPorts } from 'get-port';
import { askHealth, isHealthy } from '../../aws/embedded.ts';
import { Failure } from '../../cli/failure.mjs';
import { startLeashed, stopLeashed } from '../../cli/leashed.ts';
import { localFolder, root, toolCommand } from '../../cli/project.mjs';
import { emulatorEnvironment } from '../local-aws.ts';

/** The embedded AWS: MiniStack on the loopback, with IAM enforced, behind the gate in `local/emulator/gate.py`. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  /** Identifies this start. No other start answers with it. */
  start: string;
  /** A header that allows unsigned requests and control requests. Requests of the SDK do not need it. */
  secretHeader: Record<string, string>;
  /** Path of the log file. */
  log: string;
  /** Resolves when the process has ended, for any reason. */
  ended: Promise<unknown>;
  /** Stops the process and its Lambda workers. Removes its files, except the log and a state that is kept. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** A required port. By default it is 4566, which many tools expect, or any free port. */
  port?: number | undefined;
  /** A port to use if it is free, before 4566. */
  preferredPort?: number | undefined;
  /** Name of its folder in `.local/`. */
  name: string;
  /**
   * Loads the state from its folder, and saves the state there. `at-the-end` saves it only when it is stopped, as MiniStack does.
   * `always` also saves it every second, so that a kill loses at most the last seconds.
   */
  keepState?: 'at-the-end' | 'always' | undefined;
  /** Lets email subscriptions wait for their confirmation. Mails are files in the folder `mail` in its folder. */
  sendsMail?: boolean;
  /** Runs MiniStack without the mended gaps, for the tests of `local/emulator/gaps.py`. */
  leaveGaps?: boolean;
}

const SERVE = path.join(root, 'local/emulator/serve.py');
const USUAL_PORT = 4566;
const SECONDS_TO_START = 30;
/** Saving the state at the end takes a second, or many seconds on a busy machine. */
const SECONDS_TO_KEEP_STATE = 60;

/**
 * Starts the embedded AWS and waits until it answers.
 * @throws Failure when the port is in use, or when the embedded AWS does not start.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  refuseInUnitTests();
  const { port, preferredPort = USUAL_PORT } = options;
  const chosen = await getPort({ host: '127.0.0.1', port: port ?? [preferredPort, USUAL_PORT] });
  if (port !== undefined && chosen !== port) throw portTaken(port);
  try {
    return await startAt(chosen, options);
  } catch (error) {
    // Another program can have taken the port in the meantime.
    if (port !== undefined || !(error instanceof Failure) || !/in use/.test(error.detail ?? '')) throw error;
    return startAt(await getPort({ host: '127.0.0.1' }), options);
  }
}

function refuseInUnitTests(): void {
  if (process.env.IMAGE_LAB_UNIT_TESTS === undefined) return;
  throw new Failure({
    code: 'emulator-in-unit-test',
    problem: 'Unit tests run without the embedded AWS, but this test starts it.',
    fix: 'rename the test file to *.emulator-test.ts',
  });
}

async function startAt(port: number, options: EmulatorOptions): Promise<Emulator> {
  const { name, keepState, sendsMail = false, leaveGaps = false } = options;
  const folder = path.join(localFolder, name);
  const log = path.join(localFolder, 'logs', `${name}.log`);
  for (const old of keepState === undefined ? [folder, log] : [log])
    rmSync(old, { recursive: true, force: true });
  for (const made of [path.join(folder, 'tmp'), path.dirname(log)]) mkdirSync(made, { recursive: true });

  // MiniStack's worker for Node functions is CommonJS, but the project's own package.json says that files are modules.
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');

  const endpoint = `http://127.0.0.1:${port}`;
  const start = `${process.pid}.${randomBytes(16).toString('hex')}`;
  const { secret, secretFile } = makeSecret(folder);
  const args = [
    ...[SERVE, '--secret-file', secretFile, '--start', start],
    ...(leaveGaps ? ['--leave-gaps'] : []),
    ...(keepState === 'always' ? ['--save-state'] : []),
    ...(sendsMail ? ['--mail-folder', mailFolder(name)] : []),
  ];
  const env = {
    ...emulatorEnvironment(endpoint, folder),
    ...(keepState !== undefined && { PERSIST_STATE: '1', S3_PERSIST: '1' }),
  };
  const output = { file: log };
  const running = startLeashed(
    toolCommand('ministack', 'python'),
    args,
    { env, cwd: folder, stdout: output, stderr: output },
    'SIGTERM',
    keepState === undefined ? undefined : SECONDS_TO_KEEP_STATE,
  );
  const ended = running.then(() => {
    if (keepState === undefined) rmSync(folder, { recursive: true, force: true });
  });
  const stop = async () => {
    await stopLeashed(running);
    await ended;
    // Without this, get-port would reserve the port for another 30 seconds.
    clearLockedPorts();
  };
  await healthy(endpoint, running, log).catch(async (error) => {
    await stop();
    throw error;
  });
  return { endpoint, start, secretHeader: { 'x-image-lab-secret': secret }, log, ended, stop };
}

/** The folder with the mails of an embedded AWS that sends mail. Their names sort by age. */
export function mailFolder(name: string): string {
  return path.join(localFolder, name, 'mail');
}

/** Creates the secret of this start in a file that only this user can read. */
function makeSecret(folder: string): { secret: string; secretFile: string } {
  const secret = randomBytes(32).toString('hex');
  const secretFile = path.join(folder, 'secret');
  // The mode applies only to a new file.
  rmSync(secretFile, { force: true });
  writeFileSync(secretFile, secret, { mode: 0o600 });
  return { secret, secretFile };
}

async function healthy(
  endpoint: string,
  running: ReturnType<typeof startLeashed>,
  log: string,
): Promise<void> {
  let ended = false;
  void running.then(() => {
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
      ? 'The embedded AWS (MiniStack) exited during its start.'
      : `Expected the embedded AWS (MiniStack) to answer at ${endpoint} within ${SECONDS_TO_START} seconds, but it did not.`,
    fix: 'rm -rf .local/tools/ministack   # the next run installs it again',
    detail: readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n'),
  });
}

/** Tells whether MiniStack itself listens. Otherwise another program on the port could answer. */
function hasPort(log: string): boolean {
  return existsSync(log) && readFileSync(log, 'utf8').includes('Running on ');
}

/** Returns the start of the embedded AWS that answers at this endpoint, or undefined when none answers. */
export async function startAnswering(endpoint: string): Promise<string | undefined> {
  return (await askHealth(endpoint))?.headers.get('x-image-lab-start') ?? undefined;
}

function portTaken(port: number): Failure {
  return new Failure({
    code: 'port-taken',
    problem: `Port ${port} of 127.0.0.1 is in use by another program.`,
    fix: 'npm start   # without --port, it uses a free port',
  });
}
