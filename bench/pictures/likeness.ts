import { startVips } from '../../functions/pipeline/vips.ts';

interface Size {
  width: number;
  height: number;
}

export interface Look {
  /**
   * How near an output's pixels are to the reference's.
   * @returns peak signal-to-noise ratio in decibels, null when all are equal.
   * @throws Error for an output of another size.
   */
  compare(peer: string, output: Uint8Array, reference: Uint8Array, size: Size): number | null;
}

export async function createLook(): Promise<Look> {
  const vips = await startVips();
  return {
    compare(peer, output, reference, size) {
      using picture = vips.Image.jpegloadBuffer(output);
      using other = vips.Image.jpegloadBuffer(reference);
      for (const [whose, { width, height }] of Object.entries({ [peer]: picture, sharp: other }))
        if (width !== size.width || height !== size.height)
          throw new Error(
            `${whose} made ${width} × ${height} pixels, expected ${size.width} × ${size.height}: its times would mean nothing.`,
          );
      using difference = picture.subtract(other);
      using squares = difference.multiply(difference);
      const error = squares.avg();
      return error === 0 ? null : 10 * Math.log10(255 ** 2 / error);
    },
  };
}
