import { chmodSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { localFolder } from '../../cli/project.mjs';

const folder = path.join(localFolder, 'bench/vipsthumbnail');
const unpacked = path.join(folder, 'vipsthumbnail');

/**
 * Finds the command line of libvips on the system. On Debian, it unpacks the package into `.local/bench` without installing it.
 * @returns undefined when it is not available.
 */
export async function findVipsthumbnail(): Promise<string | undefined> {
  if ((await versionOf('vipsthumbnail')) !== undefined) return 'vipsthumbnail';
  if (!existsSync(unpacked)) await unpack().catch(() => {});
  return (await versionOf(unpacked)) === undefined ? undefined : unpacked;
}

/** Of the one that is there. */
export async function vipsthumbnailVersion(): Promise<string | undefined> {
  return (await versionOf('vipsthumbnail')) ?? (await versionOf(unpacked));
}

async function versionOf(command: string): Promise<string | undefined> {
  const { failed, stdout } = await execa(command, ['--vips-version'], { reject: false });
  return failed ? undefined : /[\d.]+/.exec(stdout)?.[0];
}

async function unpack(): Promise<void> {
  const archives = path.join(folder, 'archives');
  mkdirSync(path.join(archives, 'partial'), { recursive: true });
  const only = ['--no-install-recommends', '--download-only', '-o', `Dir::Cache::archives=${archives}`];
  // Without Debian's package lists, this fails, and the peer is left out.
  await execa('apt-get', ['install', '-y', ...only, 'libvips-tools'], { stdin: 'ignore' });
  for (const archive of globSync(path.join(archives, '*.deb'))) await execa('dpkg', ['-x', archive, folder]);
  const libraries = globSync(path.join(folder, 'usr/lib/*-linux-gnu'))[0] ?? '';
  const start = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${folder}/usr/bin/vipsthumbnail' "$@"\n`;
  writeFileSync(unpacked, start);
  chmodSync(unpacked, 0o755);
}
