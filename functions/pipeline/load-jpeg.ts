import type { Vips } from './vips.ts';

type Picture = InstanceType<Vips['Image']>;
type LoadOptions = NonNullable<Parameters<Vips['Image']['jpegloadBuffer']>[1]>;

/** A JPEG that is read when its pixels are asked for, and what it is read from. */
interface LoadedJpeg extends Disposable {
  picture: Picture;
}

/**
 * Files of more bytes are read piece by piece: copied as a whole, those of 15 MB and more leave libvips's memory in
 * pieces too small for the next large picture, so that it grows with each, up to its end at 1 GB.
 */
const MOST_BYTES_COPIED = 8_000_000;

/** Opens a JPEG, whatever its size. @throws what libvips throws. */
export function loadJpeg(vips: Vips, bytes: Uint8Array, options: LoadOptions = {}): LoadedJpeg {
  if (bytes.length <= MOST_BYTES_COPIED) {
    const picture = vips.Image.jpegloadBuffer(bytes, options);
    return { picture, [Symbol.dispose]: () => picture.delete() };
  }
  using opened = new DisposableStack();
  const file = { bytes };
  // libvips never lets go of the functions of its sources, nor they of what they refer to: the file is taken out of it.
  opened.defer(() => {
    file.bytes = new Uint8Array();
  });
  const source = opened.use(createSource(vips, file));
  const picture = opened.use(vips.Image.jpegloadSource(source, options));
  const kept = opened.move();
  return { picture, [Symbol.dispose]: () => kept.dispose() };
}

function createSource(vips: Vips, file: { bytes: Uint8Array }): InstanceType<Vips['SourceCustom']> {
  const source = new vips.SourceCustom();
  let position = 0;
  source.onRead = (length) => {
    const part = file.bytes.subarray(position, position + length);
    position += part.length;
    return part;
  };
  source.onSeek = (offset, whence) => {
    const from = [0, position, file.bytes.length][whence] ?? 0;
    position = from + offset;
    return position;
  };
  return source;
}
