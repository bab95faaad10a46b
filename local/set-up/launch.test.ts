import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './project.mjs';
import { fake, makeProject, run, start } from './test-project.ts';

const script = { 'script.ts': `console.log('ran')` };
/** An npm that "installs" at once by a link to the packages of this project, and says so. */
const linking = `[ "$1" = ci ] && echo "npm ran" && sleep "\${NPM_TAKES:-0}" && ln -s "${root}/node_modules" node_modules; true`;

test('npm missing: says so, with the command', async (context) => {
  const folder = await makeProject(context, { packages: false, tools: true, files: script });
  const { status, output } = await run(folder, ['script.ts'], { PATH: '/nonexistent' });
  assert.equal(status, 1);
  assert.match(output, /✗ Needs npm, which comes with Node, but found none on PATH .*\n {2}Try: /);
});

test('install scripts switched off: says so before anything is downloaded', async (context) => {
  const folder = await makeProject(context, { packages: false, tools: true, files: script });
  const env = { npm_config_ignore_scripts: 'true', npm_lifecycle_event: 'test' };
  const { status, output } = await run(folder, ['script.ts'], env);
  assert.equal(status, 1);
  assert.match(
    output,
    /✗ Needs Node 24 .* ignore-scripts=true\.\n {2}Try: npm run test --ignore-scripts=false\n$/,
  );
  assert.ok(!existsSync(path.join(folder, 'node_modules')));
});

test('no network for npm: says so', async (context) => {
  const folder = await makeProject(context, { packages: false, tools: true, files: script });
  const closed = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
  const { status, output } = await run(folder, ['script.ts'], {
    ...closed,
    npm_config_cache: `${folder}/cache`,
  });
  assert.equal(status, 1);
  assert.match(output, /✗ npm ci failed: the package registry could not be reached \(log: .*\)\.\n {2}Try: /);
});

test('a disk that fills up under npm: says so', async (context) => {
  // npm's own words, as it writes them to its log on a full tmpfs.
  const words = 'verbose stack Error: ENOSPC: no space left on device, write';
  const npm = `[ "$1" = ci ] || exit 0; for a in "$@"; do case $a in --logs-dir=*) d="\${a#*=}";; esac; done
    mkdir -p "$d"; echo "${words}" > "$d/1-debug-0.log"; exit 228`;
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', npm) },
  });
  const { status, output } = await run(folder, ['script.ts']);
  assert.equal(status, 1);
  assert.match(output, /✗ npm ci failed: the disk is full \(log: .*\)\.\n {2}Try: df -h/);
});

test('two set-ups at once: the second waits, says for whom, and finds all done', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const first = start(folder, ['script.ts'], { NPM_TAKES: '1' });
  await first.says('npm ran');
  const second = await run(folder, ['script.ts']);
  assert.match(second.output, /^another set-up is running \(pid \d+\): waiting.*\nran\n$/);
  assert.match((await first.ended).output, /npm ran\n.*\nran\n$/);
});

test('a set-up killed in the middle: the next one waits for the npm that lives on, then runs', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const killed = start(folder, ['script.ts'], { NPM_TAKES: '1' });
  await killed.says('npm ran');
  killed.child.kill('SIGKILL');
  const { output } = await run(folder, ['script.ts']);
  assert.match(output, /^another set-up is running/);
  assert.match(output, /\nran\n$/);
  assert.doesNotMatch(output, /npm ran/);
});

test('a set-up killed with all its processes: the next one begins anew', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const killed = start(folder, ['script.ts'], { NPM_TAKES: '60' });
  await killed.says('npm ran');
  process.kill(-(killed.child.pid ?? assert.fail()), 'SIGKILL');
  await killed.ended;
  const { output } = await run(folder, ['script.ts']);
  assert.match(output, /npm ran\n.*\nran\n$/);
  assert.doesNotMatch(output, /another set-up/);
});

test('packages of another state of package-lock.json are installed anew', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const changed = `{ "packages": { "node_modules/tsx": { "version": "0.0.0" } } }`;
  const old = await makeProject(context, {
    packages: false,
    tools: false,
    files: { 'node_modules/.package-lock.json': changed, 'node_modules/node/bin/node': '' },
  });
  symlinkSync(path.join(old, 'node_modules'), path.join(folder, 'node_modules'));
  assert.match((await run(folder, ['script.ts'])).output, /npm ran/);
});

test('packages of another system: says so', async (context) => {
  const record = readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8');
  const files = { ...script, 'node_modules/node/bin/node': '#!/no/such/interpreter\n' };
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: {
      ...files,
      'node_modules/.package-lock.json': record,
      'node_modules/.libvips/vips.wasm.zst': '',
    },
  });
  symlinkSync(path.join(root, 'node_modules/tsx'), path.join(folder, 'node_modules/tsx'));
  const { status, output } = await run(folder, ['script.ts']);
  assert.equal(status, 1);
  assert.match(
    output,
    /✗ Needs a Node 24 for this system \(.*\), but .* cannot be started\.\n {2}Try: rm -rf node_modules/,
  );
});
