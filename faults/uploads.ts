import { createHash } from 'node:crypto';
import { createResize } from '../functions/pipeline/resize.ts';
import { readSettings } from '../functions/pipeline/settings.ts';
import { startVips } from '../functions/pipeline/vips.ts';
import { chance } from './chance.ts';

/** The two ends of the pipeline: the folder of the outputs, and the box in pixels within which they fit. */
export const FOLDERS = { thumbnail: 128, mobile: 640 } as const;
export type Folder = keyof typeof FOLDERS;
export const folders = Object.keys(FOLDERS) as Folder[];

/** The bytes of an upload, and the SHA-256 in hex digits of what is to come of it; of what is no picture, nothing. */
export interface Original {
  bytes: Uint8Array;
  outputs: Record<Folder, string> | undefined;
}

/** Makes pictures of which no two are the same, and what the pipeline is to make of them. */
export async function createOriginals() {
  const vips = await startVips();
  const resize = createResize(vips);

  return {
    /** A picture that depends on nothing but its name. */
    picture(name: string): Original {
      // Larger than either output, and not by much: thousands are made.
      const bytes = paint(name, 642 + Math.floor(60 * chance(name, 'width')), 430);
      return { bytes, outputs: { thumbnail: output(bytes, 'thumbnail'), mobile: output(bytes, 'mobile') } };
    },
    /** A JPEG that ends too early. */
    poison(name: string): Original {
      const { bytes } = this.picture(name);
      return { bytes: bytes.subarray(0, bytes.length / 2), outputs: undefined };
    },
    /** What is wrong with the bytes of an output; undefined for a whole JPEG that fits. */
    trouble(jpeg: Uint8Array, folder: Folder): string | undefined {
      try {
        using picture = vips.Image.jpegloadBuffer(jpeg, { fail_on: 'warning' });
        picture.avg();
        const { width, height } = picture;
        return Math.max(width, height) === FOLDERS[folder] ? undefined : `is ${width} × ${height} pixels`;
      } catch {
        return 'cannot be decoded wholly';
      }
    },
  };

  /** A few coloured areas. */
  function paint(name: string, width: number, height: number): Uint8Array {
    const [columns, rows] = [8, 6];
    const colours = Uint8Array.from({ length: columns * rows * 3 }, (_, index) => 256 * chance(name, index));
    using areas = vips.Image.newFromMemory(colours, columns, rows, 3, vips.BandFormat.uchar);
    using srgb = areas.copy({ interpretation: 'srgb' });
    using large = srgb.resize(width / columns, { vscale: height / rows, kernel: 'linear' });
    return large.jpegsaveBuffer({ Q: 90 });
  }

  function output(bytes: Uint8Array, folder: Folder): string {
    const settings = readSettings({ outputPrefix: `${folder}/`, maxSize: FOLDERS[folder] }, {});
    return sha256(resize(bytes, settings).jpeg);
  }
}

export type Originals = Awaited<ReturnType<typeof createOriginals>>;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
