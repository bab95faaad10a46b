import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLeashed, stopLeashed } from './leashed.ts';
import { node24, root, typeScriptArguments } from './project.mjs';

/** Starts a child process, as MiniStack does for each function, and prints its id. */
const PARENT_OF_SLEEP = ['-c', 'sleep 1000 & echo $!; wait'];

describe('a leashed command and its children', () => {
  it('end when stopLeashed is called', async () => {
    const { leashed, sleeper } = await startSleeper();
    await stopLeashed(leashed);
    await assertEnded(sleeper);
  });

  it('end when the leash itself is killed', async () => {
    const { leashed, sleeper } = await startSleeper();
    leashed.kill('SIGKILL');
    await assertEnded(sleeper);
  });

  it('end when the process that started them is killed', async () => {
    const script = `
      import { startLeashed } from './cli/leashed.ts';
      startLeashed('sh', ${JSON.stringify(PARENT_OF_SLEEP)}, { env: process.env, stdout: 'inherit' });`;
    const args = [...typeScriptArguments, '--input-type=module', '-e', script];
    const owner = spawn(node24, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(owner.stdout, 'data');
    owner.kill('SIGKILL');
    await assertEnded(Number(line));
  });
});

async function startSleeper() {
  const leashed = startLeashed('sh', PARENT_OF_SLEEP, { env: process.env });
  const [line] = await once(leashed.stdout, 'data');
  return { leashed, sleeper: Number(line) };
}

async function assertEnded(pid: number): Promise<void> {
  assert.ok(pid > 0, 'the process printed its id');
  for (let polls = 0; polls < 50; polls++) {
    if (!isRunning(pid)) return;
    await sleep(100);
  }
  assert.fail(`process ${pid} still runs`);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
