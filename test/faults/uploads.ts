import { createHash } from 'node:crypto';
import { createResize } from '../../functions/pipeline/resize.ts';
import { readSettings } from '../../functions/pipeline/settings.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { type ForEachOutput, mapOutputs, type OutputName } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { chance } from './chance.ts';

/**
 * The bytes of an upload, and the SHA-256 in hexadecimal of each expected output. A file that is not a picture has
 * none.
 */
export interface Original {
  bytes: Uint8Array;
  outputs: ForEachOutput<string> | undefined;
}

/** Draws different pictures, and computes what the pipeline must make of them. */
export async function createOriginals() {
  const vips = await startVips();
  const resize = createResize(vips);

  return {
    /** Draws a picture that depends only on its name. */
    picture(name: string): Original {
      // Pictures are only slightly larger than the outputs, because thousands are drawn.
      const bytes = paint(name, 642 + Math.floor(60 * chance(name, 'width')), 430);
      return { bytes, outputs: mapOutputs((name) => output(bytes, name)) };
    },
    /** Makes a JPEG that ends too early. */
    poison(name: string): Original {
      const { bytes } = this.picture(name);
      return { bytes: bytes.subarray(0, bytes.length / 2), outputs: undefined };
    },
    /** Says what is wrong with an output's bytes; undefined for a complete JPEG that fits. */
    trouble(jpeg: Uint8Array, name: OutputName): string | undefined {
      try {
        using picture = vips.Image.jpegloadBuffer(jpeg, { fail_on: 'warning' });
        picture.avg();
        const { width, height } = picture;
        return Math.max(width, height) === OUTPUTS[name].box ? undefined : `is ${width} × ${height} pixels`;
      } catch {
        return 'cannot be decoded completely';
      }
    },
  };

  /** Draws a few coloured areas. */
  function paint(name: string, width: number, height: number): Uint8Array {
    const [columns, rows] = [8, 6];
    const colours = Uint8Array.from({ length: columns * rows * 3 }, (_, index) => 256 * chance(name, index));
    using areas = vips.Image.newFromMemory(colours, columns, rows, 3, vips.BandFormat.uchar);
    using srgb = areas.copy({ interpretation: 'srgb' });
    using large = srgb.resize(width / columns, { vscale: height / rows, kernel: 'linear' });
    return large.jpegsaveBuffer({ Q: 90 });
  }

  function output(bytes: Uint8Array, name: OutputName): string {
    const settings = readSettings({ outputPrefix: OUTPUTS[name].prefix, maxSize: OUTPUTS[name].box }, {});
    return sha256(resize(bytes, settings).jpeg);
  }
}

export type Originals = Awaited<ReturnType<typeof createOriginals>>;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
