/** Bytes of a JPEG to those of one that fits within a box, at quality 80. */
export type Resizer = (bytes: Uint8Array, box: number) => Promise<Uint8Array>;

export const QUALITY = 80;

export interface Pixels {
  width: number;
  height: number;
}
