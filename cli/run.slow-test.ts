import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { transform } from 'esbuild';
import { makeProject, run, start } from '../test/fixtures/test-project.ts';
import { root } from './project.mjs';

const ready = { packages: true, tools: true };

test('an old Node is an error with the command that helps', async (context) => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.8' });`;
  const folder = await makeProject(context, { ...ready, files: { 'pretend.cjs': pretend } });
  const NODE_OPTIONS = `--require "${path.join(folder, 'pretend.cjs')}"`;
  const { status, output } = await run(folder, ['script.ts'], { NODE_OPTIONS, NVM_DIR: '' });
  assert.equal(status, 1);
  assert.match(output, /✗ Expected Node 20 or newer, found 18\.20\.8 \(\/.*\)\.\n {2}Try: \S.*\n$/);
});

test('the files that an old Node must parse have no newer syntax', async () => {
  for (const file of ['cli/run.mjs', 'cli/failure.mjs']) {
    const source = readFileSync(path.join(root, file), 'utf8');
    const forNew = await transform(source, { target: 'esnext', loader: 'js' });
    const forOld = await transform(source, { target: 'node12.20', loader: 'js' });
    assert.equal(forOld.code, forNew.code, file);
  }
});

test("a script runs on Node 24 in the project folder with its arguments, and INIT_CWD is the user's folder", async (context) => {
  const script = `console.log(process.version, process.cwd(), process.env.INIT_CWD, ...process.argv.slice(2) satisfies string[])`;
  const folder = await makeProject(context, { ...ready, files: { 'script.ts': script } });
  const { status, output } = await run(folder, ['script.ts', 'a b', '--c'], { INIT_CWD: '/tmp' });
  assert.match(output, new RegExp(`^v24\\.[\\d.]+ ${folder} /tmp a b --c\n$`));
  assert.equal(status, 0);
});

test('when everything is installed, neither npm nor Python nor the network is used', async (context) => {
  const folder = await makeProject(context, { ...ready, files: { 'script.ts': `console.log('ran')` } });
  // This PATH contains no program.
  const { output } = await run(folder, ['script.ts'], { PATH: '/nonexistent' });
  assert.equal(output, 'ran\n');
});

test('the exit status and the signal of a script are passed on', async (context) => {
  const files = { 'status.ts': 'process.exit(7)', 'signal.ts': `process.kill(process.pid, 'SIGTERM')` };
  const folder = await makeProject(context, { ...ready, files });
  const [status, signal] = await Promise.all([run(folder, ['status.ts']), run(folder, ['signal.ts'])]);
  assert.deepEqual([status.status, status.signal], [7, null]);
  assert.deepEqual([signal.status, signal.signal], [null, 'SIGTERM']);
});

/** A script that prints each request to end, cleans up for a while, and prints that too. */
const tidy = `
  import { writeFileSync } from 'node:fs';
  import { whenAskedToEnd } from './cli/ending.mjs';
  whenAskedToEnd((signal) => {
    console.log('told', signal);
    setTimeout(() => { console.log('tidy'); writeFileSync('tidied', ''); process.exit(0); }, 300);
  });
  setInterval(() => {}, 1000);
  console.log('up', process.pid);
`;

test('Ctrl-C reaches the script three times, from the terminal, npm and the launcher, and counts once', async (context) => {
  const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy } });
  const launched = start(folder, ['tidy.ts']);
  await launched.says('up');
  process.kill(-pidOf(launched), 'SIGINT');
  process.kill(pidOf(launched), 'SIGINT');
  const { status, output } = await launched.ended;
  assert.match(output, /^up \d+\ntold SIGINT\ntidy\n$/);
  assert.equal(status, 0);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to the launcher ends the script after its clean-up`, async (context) => {
    const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy } });
    const launched = start(folder, ['tidy.ts']);
    await launched.says('up');
    launched.child.kill(signal);
    assert.match((await launched.ended).output, new RegExp(`told ${signal}\ntidy\n$`));
  });
}

test('the clean-up finishes even when nobody reads its output', async (context) => {
  const files = { 'tidy.ts': tidy };
  const folder = await makeProject(context, { ...ready, files });
  const launched = start(folder, ['tidy.ts']);
  await launched.says('up');
  launched.child.stdout.destroy();
  launched.child.kill('SIGHUP');
  await launched.ended;
  assert.ok(existsSync(path.join(folder, 'tidied')));
});

test('kill -9 of the launcher ends the script after its clean-up', async (context) => {
  const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy } });
  const launched = start(folder, ['tidy.ts']);
  await launched.says('up');
  launched.child.kill('SIGKILL');
  assert.match((await launched.ended).output, /told SIGHUP\ntidy\n$/);
});

test("kill -9 of the launcher's parent, such as npm, ends the script after its clean-up", async (context) => {
  const parent = `
    import { spawn } from 'node:child_process';
    console.log('parent', process.pid);
    spawn(process.execPath, ['cli/run.mjs', 'tidy.ts'], { stdio: 'inherit' });
  `;
  const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy, 'parent.ts': parent } });
  // The chain is launcher → parent.ts → launcher → tidy.ts. After kill -9 of parent.ts, its launcher reacts.
  const launched = start(folder, ['parent.ts']);
  await launched.says('up');
  const [, pid] = launched.output().match(/parent (\d+)/) ?? [];
  process.kill(Number(pid), 'SIGKILL');
  assert.match((await launched.ended).output, /told SIGTERM\ntidy\n$/);
});

function pidOf({ child }: ReturnType<typeof start>): number {
  assert.ok(child.pid);
  return child.pid;
}
