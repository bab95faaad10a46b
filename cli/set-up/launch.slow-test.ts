import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fake, makeProject, run, start } from '../../test/fixtures/test-project.ts';
import { root } from '../project.mjs';

const script = { 'script.ts': `console.log('ran')` };
/** An npm that "installs" by linking to the packages of this project. */
const linking = `[ "$1" = ci ] && echo "npm ran" && sleep "\${NPM_TAKES:-0}" && ln -s "${root}/node_modules" node_modules; true`;

test('a missing npm is an error with the command that helps', async (context) => {
  const folder = await makeProject(context, { packages: false, tools: true, files: script });
  const { status, output } = await run(folder, ['script.ts'], { PATH: '/nonexistent' });
  assert.equal(status, 1);
  assert.match(output, /✗ Expected npm, which comes with Node, found none on PATH .*\n {2}Try: /);
});

test('the packages are installed without running their install scripts', async (context) => {
  const npm = `[ "$1" = ci ] && echo "$@"; ${linking}`;
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', npm) },
  });
  const { output } = await run(folder, ['script.ts']);
  assert.match(output, /^ci .*--ignore-scripts/m);
  assert.match(output, /\nran\n$/);
});

test('a system without a package for Node is an error', async (context) => {
  const files = { ...script, ...fake('npm', '[ "$1" = ci ] && mkdir -p node_modules; true') };
  const folder = await makeProject(context, { packages: false, tools: true, files });
  const { status, output } = await run(folder, ['script.ts']);
  assert.equal(status, 1);
  assert.match(
    output,
    /✗ Expected a package with Node 24 for this system \(.*\) in package\.json, found none\./,
  );
});

test('every package with Node is locked by its hash', () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const systems = Object.keys(optionalDependencies).map((name) => {
    const { version, os, cpu, bin, integrity, hasInstallScript } = packages[`node_modules/${name}`];
    assert.deepEqual({ bin, hasInstallScript }, { bin: { node: 'bin/node' }, hasInstallScript: undefined });
    assert.match(version, /^24\./);
    assert.match(integrity, /^sha512-/);
    return `${os} ${cpu}`;
  });
  assert.deepEqual(systems.sort(), ['darwin arm64', 'darwin x64', 'linux arm64', 'linux x64']);
});

test('no package runs an install script', () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { allowScripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const withScript = Object.keys(packages).filter((folder) => packages[folder].hasInstallScript);
  const mandatory = withScript.filter((folder) => !packages[folder].optional);
  assert.deepEqual(
    mandatory.map((folder) => allowScripts[folder.replace(/^.*node_modules\//, '')]),
    mandatory.map(() => false),
  );
});

test('Node is installed again when package-lock.json has another version', async (context) => {
  const [name = ''] = readlinkSync(path.join(root, 'node_modules/.bin/node')).split('/').slice(1);
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', `rm -rf node_modules; ${linking}`) },
  });
  const record = JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8'));
  record.packages[`node_modules/${name}`].version = '24.0.1';
  mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(path.join(folder, 'node_modules/.package-lock.json'), JSON.stringify(record));
  symlinkSync(process.execPath, path.join(folder, 'node_modules/.bin/node'));
  assert.match((await run(folder, ['script.ts'])).output, /npm ran/);
});

test('npm without a network is an error with the cause', async (context) => {
  const folder = await makeProject(context, { packages: false, tools: true, files: script });
  const closed = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
  const { status, output } = await run(folder, ['script.ts'], {
    ...closed,
    npm_config_cache: `${folder}/cache`,
  });
  assert.equal(status, 1);
  assert.match(output, /✗ npm ci failed: the package registry could not be reached \(log: .*\)\.\n {2}Try: /);
});

test('a disk that fills up during npm ci is an error with the cause', async (context) => {
  // npm writes this line to its log on a full tmpfs.
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

test('a second set-up waits for the first one, names it, and then has nothing to do', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const first = start(folder, ['script.ts'], { NPM_TAKES: '1' });
  await first.says('npm ran');
  const second = await run(folder, ['script.ts']);
  assert.match(second.output, /^Waiting for another set-up \(pid \d+\)\..*\nran\n$/);
  assert.match((await first.ended).output, /\nran\n$/);
});

test('after a killed set-up, the next one waits for the npm that is still running', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const killed = start(folder, ['script.ts'], { NPM_TAKES: '2' });
  await killed.says('npm ran');
  // npm can print its line before the launcher has handed the lock on.
  const holder = () => readlinkSync(path.join(folder, '.local/set-up.lock'));
  while (holder() === String(killed.child.pid)) await sleep(10);
  killed.child.kill('SIGKILL');
  const { output } = await run(folder, ['script.ts']);
  assert.match(output, /^Waiting for another set-up/);
  assert.match(output, /\nran\n$/);
  assert.doesNotMatch(output, /npm ran/);
});

test('after a set-up was killed with all its processes, the next one starts again', async (context) => {
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
  // npm and the set-up write to different streams, so their order can vary.
  assert.match(output, /npm ran\n/);
  assert.match(output, /\nran\n$/);
  assert.doesNotMatch(output, /another set-up/);
});

test('the packages are installed again when package-lock.json has changed', async (context) => {
  const folder = await makeProject(context, {
    packages: false,
    tools: true,
    files: { ...script, ...fake('npm', linking) },
  });
  const changed = `{ "packages": { "node_modules/tsx": { "version": "0.0.0" } } }`;
  const old = await makeProject(context, {
    packages: false,
    tools: false,
    files: { 'node_modules/.package-lock.json': changed, 'node_modules/.bin/node': '' },
  });
  symlinkSync(path.join(old, 'node_modules'), path.join(folder, 'node_modules'));
  assert.match((await run(folder, ['script.ts'])).output, /npm ran/);
});

test('packages of another system are an error', async (context) => {
  const record = readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8');
  const files = { ...script, 'node_modules/.bin/node': '#!/no/such/interpreter\n' };
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
    /✗ Expected a Node 24 for this system \(.*\), but .* cannot be started\.\n {2}Try: rm -rf node_modules/,
  );
});
