import type { Vips } from './vips.ts';

type Picture = InstanceType<Vips['Image']>;
type LoadOptions = NonNullable<Parameters<Vips['Image']['jpegloadBuffer']>[1]>;

/** A JPEG that is read when its pixels are asked for, and what it is read from. */
interface LoadedJpeg extends Disposable {
  picture: Picture;
}

/**
 * A buffer is copied twice on its way into libvips, a file once. Copied twice, files of 15 MB and more left libvips's memory
 * in pieces too small for the next large picture, so that it grew to its end at 1 GB. Smaller ones are quicker as a buffer.
 */
const MOST_BYTES_COPIED = 8_000_000;

/** A file of Emscripten's, which is in this process's memory, and made of the very bytes. */
const FILE = '/upload.jpg';

/** Opens a JPEG, whatever its size; of the large ones, one at a time. @throws what libvips throws. */
export function loadJpeg(vips: Vips, bytes: Uint8Array, options: LoadOptions = {}): LoadedJpeg {
  if (bytes.length <= MOST_BYTES_COPIED) {
    const picture = vips.Image.jpegloadBuffer(bytes, options);
    return { picture, [Symbol.dispose]: () => picture.delete() };
  }
  using opened = new DisposableStack();
  const stream = vips.FS.open(FILE, 'w');
  opened.defer(() => vips.FS.unlink(FILE));
  vips.FS.write(stream, bytes, 0, bytes.length, 0, true);
  vips.FS.close(stream);
  const picture = opened.use(vips.Image.jpegload(FILE, options));
  const kept = opened.move();
  return { picture, [Symbol.dispose]: () => kept.dispose() };
}
