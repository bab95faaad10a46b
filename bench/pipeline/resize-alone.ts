import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';

/** Milliseconds of a processor that one picture takes to these sizes, warm: the least, for what others do makes it more. */
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
