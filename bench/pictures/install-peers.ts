import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { localFolder, projectEnvironment, root, toolCommand } from '../../cli/project.mjs';
import { runStep } from '../../cli/set-up/run-step.ts';
import { pipEnvironment, uvEnvironment } from '../../cli/set-up/uv-environment.ts';
import { vipsthumbnailVersion } from './find-vipsthumbnail.ts';

const locks = path.join(root, 'bench/pictures/peers');
export const benchFolder = path.join(localFolder, 'bench');
export const peersFolder = path.join(benchFolder, 'peers');
const pythonFolder = path.join(benchFolder, 'python');
export const python = path.join(pythonFolder, 'bin/python');

/** Free photos in these packages: public domain, CC0, and CC BY 2.0 (danielbuechele, vultilion). */
const PHOTOS =
  /^skimage\/data\/(astronaut|chelsea|coffee)\.png$|^skimage\/data\/rocket\.jpg$|^sklearn\/datasets\/images\/(china|flower)\.jpg$/;

/** Installs the peers in their locked versions and the photos into `.local/bench`. */
export async function installPeers(): Promise<void> {
  await installNodePeers();
  await unlessDone('python', ['python.txt'], async () => {
    const run = { name: 'bench-python', env: await uvEnvironment() };
    const base = toolCommand('uv', 'python');
    await runStep(toolCommand('uv'), ['venv', '--python', base, pythonFolder], run);
    const lock = path.join(locks, 'python.txt');
    await runStep(toolCommand('uv'), ['pip', 'sync', '--require-hashes', '--python', python, lock], run);
  });
  await unlessDone('photos', ['photos.txt'], unpackPhotos);
}

/** Only those from npm. */
export async function installNodePeers(): Promise<void> {
  await unlessDone('peers', ['package.json', 'package-lock.json'], async () => {
    mkdirSync(peersFolder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(path.join(locks, file), path.join(peersFolder, file));
    const npm = { name: 'bench-peers', env: projectEnvironment() };
    await runStep('npm', ['ci', '--ignore-scripts', '--no-audit', '--prefix', peersFolder], npm);
  });
}

async function unpackPhotos(): Promise<void> {
  const wheels = path.join(benchFolder, 'photos/wheels');
  const any = ['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311'];
  const linux = ['manylinux_2_27_x86_64', 'manylinux_2_28_x86_64'].flatMap((tag) => ['--platform', tag]);
  const exactly = ['--require-hashes', '--no-deps', '--only-binary=:all:', ...any, ...linux];
  const args = ['-m', 'pip', 'download', ...exactly, '-d', wheels, '-r', path.join(locks, 'photos.txt')];
  await runStep(toolCommand('uv', 'python'), args, { name: 'bench-photos', env: pipEnvironment() });
  const tiles = path.join(benchFolder, 'photos/tiles');
  mkdirSync(tiles);
  for (const wheel of globSync(path.join(wheels, '*.whl'))) {
    const files = unzipSync(readFileSync(wheel), { filter: ({ name }) => PHOTOS.test(name) });
    for (const [name, bytes] of Object.entries(files))
      writeFileSync(path.join(tiles, path.basename(name)), bytes);
  }
  rmSync(wheels, { recursive: true });
}

/** Fills a folder in `.local/bench`, unless it was filled with the same locked versions before. */
async function unlessDone(name: string, files: readonly string[], work: () => Promise<void>): Promise<void> {
  const folder = path.join(benchFolder, name);
  const stamp = path.join(folder, 'done.lock');
  const wanted = files.map((file) => readFileSync(path.join(locks, file), 'utf8')).join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  await work();
  writeFileSync(stamp, wanted);
}

/** Returns the versions of Node, wasm-vips and the installed peers. */
export async function versions(): Promise<Record<string, string>> {
  const npm = Object.entries(packageVersions(path.join(locks, 'package.json'), 'dependencies'));
  const own = packageVersions(path.join(root, 'package.json'), 'devDependencies');
  const [installed = ''] = globSync('lib/*/site-packages/pillow-*.dist-info', { cwd: pythonFolder });
  const pillow = /pillow-([\d.]+)\.dist/.exec(installed)?.[1];
  const vipsthumbnail = await vipsthumbnailVersion();
  return {
    node: process.versions.node,
    'wasm-vips': own['wasm-vips'] ?? '',
    ...Object.fromEntries(npm),
    ...(pillow !== undefined && { pillow }),
    ...(vipsthumbnail !== undefined && { vipsthumbnail }),
  };
}

function packageVersions(file: string, list: 'dependencies' | 'devDependencies'): Record<string, string> {
  return JSON.parse(readFileSync(file, 'utf8'))[list];
}
