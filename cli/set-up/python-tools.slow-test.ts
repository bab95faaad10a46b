import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fake, makeProject, run, start } from '../../test/fixtures/test-project.ts';
import { requirementsFile, toolFolder, toolNames } from '../project.mjs';

const script = { 'script.ts': `console.log('ran')` };
const withTools = ['--tools=sam,ministack'];

test('pip without a network is an error with the cause and the log', async (context) => {
  const folder = await makeProject(context, { packages: true, tools: false, files: script });
  const closed = {
    PIP_INDEX_URL: 'http://127.0.0.1:9/',
    PIP_FIND_LINKS: '',
    PIP_RETRIES: '0',
    PIP_NO_CACHE_DIR: '1',
  };
  const { status, output } = await run(folder, [...withTools, 'script.ts'], closed);
  assert.equal(status, 1);
  assert.match(
    output,
    /✗ Setting up uv failed: the package registry could not be reached \(log: .*uv\.log\)\.\n {2}Try: /,
  );
});

test('a disk that fills up during uv is an error with the cause', async (context) => {
  const folder = await makeProject(context, { packages: true, tools: false, files: script });
  // uv prints this line on a full tmpfs.
  const words =
    'error: Failed to install: botocore.whl: failed to copy file: No space left on device (os error 28)';
  await seedUv(folder, `#!/bin/sh\necho "${words}" >&2; exit 2\n`);
  const { status, output } = await run(folder, [...withTools, 'script.ts']);
  assert.equal(status, 1);
  assert.match(output, /✗ Setting up (sam|ministack) failed: the disk is full \(log: .*\)\.\n {2}Try: df -h/);
});

test('a script sets up only the tools that it names', async (context) => {
  const folder = await makeProject(context, { packages: true, tools: false, files: script });
  await seedUv(folder, '#!/bin/sh\nexit 2\n');
  assert.match((await run(folder, ['script.ts'])).output, /^ran\n$/);
  const { status, output } = await run(folder, ['--tools=guard', 'script.ts']);
  assert.equal(status, 1);
  assert.match(output, /✗ Setting up guard failed/);
  assert.doesNotMatch(output, /checkov|ran/i);
});

test('a missing Python is an error before anything is created', async (context) => {
  const nothing = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'].map((name) =>
    fake(name, 'exit 127'),
  );
  const files = Object.assign({}, script, ...nothing);
  const folder = await makeProject(context, { packages: true, tools: false, files });
  const { status, output } = await run(folder, [...withTools, 'script.ts'], { PYTHON: '' });
  assert.equal(status, 1);
  assert.match(
    output,
    /^\n✗ Expected Python 3\.10 or newer with venv, but found none on PATH\.\n {2}Try: .+\n$/,
  );
});

test('unfinished environments are created again and then work', async (context) => {
  const folder = await makeProject(context, { packages: true, tools: false, files: script });
  await seedUv(folder);
  const killed = start(folder, [...withTools, 'script.ts']);
  const half = path.join(folder, '.local/tools/sam/bin/python');
  while (!existsSync(half)) await new Promise((resolve) => setTimeout(resolve, 5));
  process.kill(-(killed.child.pid ?? assert.fail()), 'SIGKILL');
  await killed.ended;
  const leftOver = path.join(path.dirname(half), 'left-over');
  writeFileSync(leftOver, '');
  const { status, output } = await run(folder, [...withTools, 'script.ts']);
  assert.equal(status, 0, output);
  assert.match(output, /\nran\n$/);
  assert.ok(!existsSync(leftOver));
  assert.match((await run(folder, [...withTools, 'script.ts'])).output, /^ran\n$/);
});

test('locked requirements contain everything in the .in files (otherwise: npm run make:python-lock)', () => {
  for (const name of ['uv', ...toolNames] as const) {
    const locked = readFileSync(requirementsFile(name), 'utf8');
    const asked = readFileSync(requirementsFile(name).replace(/txt$/, 'in'), 'utf8').trim().split('\n');
    for (const pin of asked) assert.ok(locked.includes(`\n${pin} \\\n`), `${pin} in ${name}.txt`);
    assert.doesNotMatch(locked, /https?:|^--|\/(home|root|Users|tmp)\//m);
  }
});

/** Copies this project's uv, or a program in its place, into another project. So no test depends on the network. */
async function seedUv(folder: string, program?: string): Promise<void> {
  const copy = path.join(folder, '.local/tools/uv');
  mkdirSync(path.dirname(copy), { recursive: true });
  cpSync(toolFolder('uv'), copy, { recursive: true, verbatimSymlinks: true });
  if (program) writeFileSync(path.join(copy, 'bin/uv'), program);
  const { stamp } = await import(path.join(folder, 'cli/set-up/tool-stamp.mjs'));
  stamp('uv');
}
