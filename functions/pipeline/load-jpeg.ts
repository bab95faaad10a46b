import type { Vips } from './vips.ts';

type Picture = InstanceType<Vips['Image']>;
type LoadOptions = NonNullable<Parameters<Vips['Image']['jpegloadBuffer']>[1]>;

/** A JPEG that libvips reads when its pixels are needed, and the source that it reads from. */
interface LoadedJpeg extends Disposable {
  picture: Picture;
}

/**
 * Larger files are read from a file of Emscripten. From memory, libvips copies the bytes twice, and from a file once. After two
 * copies of files of 15 MB and more, the memory of libvips was too fragmented for the next large picture, and it grew to its
 * limit of 1 GB. Smaller files are faster from memory.
 */
const MOST_BYTES_COPIED = 8_000_000;

/** Opens a JPEG of any size. Only one large JPEG can be open at a time. @throws the error of libvips. */
export function loadJpeg(vips: Vips, bytes: Uint8Array, options: LoadOptions = {}): LoadedJpeg {
  using opened = new DisposableStack();
  const load = bytes.length <= MOST_BYTES_COPIED ? loadFromMemory : loadFromFile;
  const picture = opened.use(load(opened, vips, bytes, options));
  const kept = opened.move();
  return { picture, [Symbol.dispose]: () => kept.dispose() };
}

type Load = (opened: DisposableStack, vips: Vips, bytes: Uint8Array, options: LoadOptions) => Picture;

/** Opens a JPEG with a source, because `jpegloadBuffer` leaks a copy of bytes that libvips cannot open. */
const loadFromMemory: Load = (opened, vips, bytes, options) =>
  vips.Image.jpegloadSource(opened.use(vips.Source.newFromMemory(bytes)), options);

/** Opens a JPEG from a file of Emscripten. The file is in the memory of this process and uses the same bytes. */
const FILE = '/upload.jpg';

const loadFromFile: Load = (opened, vips, bytes, options) => {
  const stream = vips.FS.open(FILE, 'w');
  opened.defer(() => vips.FS.unlink(FILE));
  vips.FS.write(stream, bytes, 0, bytes.length, 0, true);
  vips.FS.close(stream);
  return vips.Image.jpegload(FILE, options);
};
