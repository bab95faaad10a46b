/**
 * The process under test of `npm run test:hostile`. It is as small as the function's own process. It resizes each
 * file of a folder, then a valid picture, and prints one line of JSON for each file.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
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
 * Returns the peak resident memory of this process. On Linux, `maxRSS` would start with the parent's value. Other
 * systems start at zero.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function peakMegabytes(): number {
  const status = '/proc/self/status';
  const kilobytes = existsSync(status)
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;
  return (kilobytes * 1024) / 1e6;
}
