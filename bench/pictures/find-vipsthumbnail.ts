import { chmodSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { benchFolder } from './install-peers.ts';

/**
 * libvips's own command line: that of the system, or on Debian its package, unpacked into `.local/bench` (the system is left as
 * it is). @returns undefined where it cannot be had.
 */
export async function findVipsthumbnail(): Promise<string | undefined> {
  const own = await execa('vipsthumbnail', ['--vips-version'], { reject: false });
  if (!own.failed) return 'vipsthumbnail';
  const folder = path.join(benchFolder, 'vipsthumbnail');
  const command = path.join(folder, 'vipsthumbnail');
  if (!existsSync(command)) await unpack(folder, command).catch(() => {});
  const unpacked = await execa(command, ['--vips-version'], { reject: false });
  return unpacked.failed ? undefined : command;
}

async function unpack(folder: string, command: string): Promise<void> {
  const archives = path.join(folder, 'archives');
  mkdirSync(path.join(archives, 'partial'), { recursive: true });
  const only = ['--no-install-recommends', '--download-only', '-o', `Dir::Cache::archives=${archives}`];
  // Without root's rights, or without Debian's lists of packages, this fails, and the peer is left out.
  await execa('apt-get', ['install', '-y', ...only, 'libvips-tools'], { stdin: 'ignore' });
  for (const archive of globSync(path.join(archives, '*.deb'))) await execa('dpkg', ['-x', archive, folder]);
  const libraries = globSync(path.join(folder, 'usr/lib/*-linux-gnu'))[0] ?? '';
  const start = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${folder}/usr/bin/vipsthumbnail' "$@"\n`;
  writeFileSync(command, start);
  chmodSync(command, 0o755);
}
