import type { Vips } from './vips.ts';

type Picture = InstanceType<Vips['Image']>;
type LoadOptions = NonNullable<Parameters<Vips['Image']['jpegloadBuffer']>[1]>;

/** A JPEG that is read when its pixels are asked for, and what it is read from. */
interface LoadedJpeg extends Disposable {
  picture: Picture;
}

/**
 * From memory, bytes are copied twice on their way into libvips, a file's once. Copied twice, files of 15 MB and more left
 * libvips's memory in pieces too small for the next large picture, so that it grew to its end at 1 GB. Smaller ones are quicker
 * from memory.
 */
const MOST_BYTES_COPIED = 8_000_000;

/** Opens a JPEG, whatever its size; of the large ones, one at a time. @throws what libvips throws. */
export function loadJpeg(vips: Vips, bytes: Uint8Array, options: LoadOptions = {}): LoadedJpeg {
  using opened = new DisposableStack();
  const load = bytes.length <= MOST_BYTES_COPIED ? loadFromMemory : loadFromFile;
  const picture = opened.use(load(opened, vips, bytes, options));
  const kept = opened.move();
  return { picture, [Symbol.dispose]: () => kept.dispose() };
}

type Load = (opened: DisposableStack, vips: Vips, bytes: Uint8Array, options: LoadOptions) => Picture;

/** By a source: of bytes that libvips cannot open, `jpegloadBuffer` leaves a copy behind for good. */
const loadFromMemory: Load = (opened, vips, bytes, options) =>
  vips.Image.jpegloadSource(opened.use(vips.Source.newFromMemory(bytes)), options);

/** A file of Emscripten's, which is in this process's memory, and made of the very bytes. */
const FILE = '/upload.jpg';

const loadFromFile: Load = (opened, vips, bytes, options) => {
  const stream = vips.FS.open(FILE, 'w');
  opened.defer(() => vips.FS.unlink(FILE));
  vips.FS.write(stream, bytes, 0, bytes.length, 0, true);
  vips.FS.close(stream);
  return vips.Image.jpegload(FILE, options);
};
