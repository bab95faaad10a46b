import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';

/** Returns the warm processor time for one picture in milliseconds. It is the minimum, because other work only increases it. */
export async function resizeAlone(bytes: Uint8Array, sizes: readonly number[]): Promise<number> {
  const resize = createResize(await startVips());
  const taken = Array.from({ length: 25 }, () => {
    const before = process.cpuUsage();
    for (const maxSize of sizes) resize(bytes, { maxSize, quality: 80, maxPixels: 100e6 });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}
