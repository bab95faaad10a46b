import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { transform } from 'esbuild';
import { root } from './set-up/project.mjs';
import { makeProject, run, start } from './set-up/test-project.ts';

const ready = { packages: true, tools: true };

test('an old Node gets one sentence with the command that helps', async (context) => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.8' });`;
  const folder = await makeProject(context, { ...ready, files: { 'pretend.cjs': pretend } });
  const NODE_OPTIONS = `--require "${path.join(folder, 'pretend.cjs')}"`;
  const { status, output } = await run(folder, ['script.ts'], { NODE_OPTIONS, NVM_DIR: '' });
  assert.equal(status, 1);
  assert.match(output, /✗ Needs Node 20 or newer, found 18\.20\.8 \(\/.*\)\.\n {2}Try: \S.*\n$/);
});

test('what an old Node must parse has no newer syntax', async () => {
  for (const file of ['local/run.mjs', 'local/set-up/failure.mjs']) {
    const source = readFileSync(path.join(root, file), 'utf8');
    const forNew = await transform(source, { target: 'esnext', loader: 'js' });
    const forOld = await transform(source, { target: 'node12.20', loader: 'js' });
    assert.equal(forOld.code, forNew.code, file);
  }
});

test('a script runs on Node 24 in the project folder, with its arguments, and finds the user in INIT_CWD', async (context) => {
  const script = `console.log(process.version, process.cwd(), process.env.INIT_CWD, ...process.argv.slice(2) satisfies string[])`;
  const folder = await makeProject(context, { ...ready, files: { 'script.ts': script } });
  const { status, output } = await run(folder, ['script.ts', 'a b', '--c'], { INIT_CWD: '/tmp' });
  assert.match(output, new RegExp(`^v24\\.[\\d.]+ ${folder} /tmp a b --c\n$`));
  assert.equal(status, 0);
});

test('when all is there, neither npm nor Python nor the network is asked', async (context) => {
  const folder = await makeProject(context, { ...ready, files: { 'script.ts': `console.log('ran')` } });
  // On this PATH there is nothing at all.
  const { output } = await run(folder, ['script.ts'], { PATH: '/nonexistent' });
  assert.equal(output, 'ran\n');
});

test("the script's exit status and its death by a signal are passed on", async (context) => {
  const files = { 'status.ts': 'process.exit(7)', 'signal.ts': `process.kill(process.pid, 'SIGTERM')` };
  const folder = await makeProject(context, { ...ready, files });
  const [status, signal] = await Promise.all([run(folder, ['status.ts']), run(folder, ['signal.ts'])]);
  assert.deepEqual([status.status, status.signal], [7, null]);
  assert.deepEqual([signal.status, signal.signal], [null, 'SIGTERM']);
});

/** Says each time that it is told to end, takes a while to clean up, and says that too. */
const tidy = `
  import { writeFileSync } from 'node:fs';
  import { whenAskedToEnd } from './local/set-up/ending.mjs';
  whenAskedToEnd((signal) => {
    console.log('told', signal);
    setTimeout(() => { console.log('tidy'); writeFileSync('tidied', ''); process.exit(0); }, 300);
  });
  setInterval(() => {}, 1000);
  console.log('up', process.pid);
`;

test('Ctrl-C reaches the script from the terminal, npm and the launcher, and counts once', async (context) => {
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
  test(`${signal} to the launcher alone ends the script with its clean-up`, async (context) => {
    const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy } });
    const launched = start(folder, ['tidy.ts']);
    await launched.says('up');
    launched.child.kill(signal);
    assert.match((await launched.ended).output, new RegExp(`told ${signal}\ntidy\n$`));
  });
}

test('the clean-up survives that nobody reads its words any more', async (context) => {
  const files = { 'tidy.ts': tidy };
  const folder = await makeProject(context, { ...ready, files });
  const launched = start(folder, ['tidy.ts']);
  await launched.says('up');
  launched.child.stdout.destroy();
  launched.child.kill('SIGHUP');
  await launched.ended;
  assert.ok(existsSync(path.join(folder, 'tidied')));
});

test('kill -9 of the launcher ends the script with its clean-up', async (context) => {
  const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy } });
  const launched = start(folder, ['tidy.ts']);
  await launched.says('up');
  launched.child.kill('SIGKILL');
  assert.match((await launched.ended).output, /told SIGHUP\ntidy\n$/);
});

test("kill -9 of the launcher's parent, as npm is, ends the script with its clean-up", async (context) => {
  const parent = `
    import { spawn } from 'node:child_process';
    console.log('parent', process.pid);
    spawn(process.execPath, ['local/run.mjs', 'tidy.ts'], { stdio: 'inherit' });
  `;
  const folder = await makeProject(context, { ...ready, files: { 'tidy.ts': tidy, 'parent.ts': parent } });
  // Chain: launcher → parent.ts → launcher → tidy.ts; parent.ts dies by kill -9, and its launcher notices.
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
