/**
 * The process under test of `npm run test:hostile`, as lean as the function's own: resizes file after file of a
 * folder, a sound picture after each, and tells what came of it, a line of JSON a file.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createResize } from '../pipeline/resize.ts';
import { startVips } from '../pipeline/vips.ts';
import { outcomeOf } from './verdict.ts';

const [folder = '', soundFile = '', options = '{}'] = process.argv.slice(2);
const settings = JSON.parse(options);
const resize = createResize(await startVips());
const sound = readFileSync(soundFile);
const digest = (jpeg: Uint8Array) => createHash('sha256').update(jpeg).digest('hex');

for (const file of readdirSync(folder).sort()) {
  const bytes = readFileSync(path.join(folder, file));
  const startedAt = process.cpuUsage();
  const found = outcomeOf(() => resize(bytes, settings));
  const { user, system } = process.cpuUsage(startedAt);
  const next = digest(resize(sound, settings).jpeg);
  const cpuMs = (user + system) / 1000;
  const told =
    found.kind === 'picture'
      ? { ...found.picture, jpeg: Buffer.from(found.picture.jpeg).toString('base64') }
      : found.reason;
  console.log(JSON.stringify({ file, kind: found.kind, told, next, cpuMs, peakMb: peakMegabytes() }));
}

/**
 * The most memory that this process ever had resident. On Linux `maxRSS` would begin with that of the parent, before this
 * program took its place; other systems count anew.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function peakMegabytes(): number {
  const status = '/proc/self/status';
  const kilobytes = existsSync(status)
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;
  return (kilobytes * 1024) / 1e6;
}
