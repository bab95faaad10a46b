/** The project's handler with one fault in it. function-code.ts bundles it for Lambda. */
import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { drawCheckPicture } from '../../../account/follow/check-picture.ts';
import { createHandler } from '../../../functions/pipeline/create-handler.ts';
import { createObjectStore, type ObjectStore } from '../../../functions/pipeline/object-store.ts';
import { createRefreshOutput } from '../../../functions/pipeline/refresh-output.ts';
import { createResize, type Resize } from '../../../functions/pipeline/resize.ts';
import { createS3Client } from '../../../functions/pipeline/s3-client.ts';
import { startVips, type Vips } from '../../../functions/pipeline/vips.ts';

type Picture = InstanceType<Vips['Image']>;
type Change = (parts: Parts, vips: Vips) => Partial<Parts>;

interface Parts extends Settings, Pick<ObjectStore, 'read' | 'look' | 'writeIfStill'> {
  resize: Resize;
}

interface Settings {
  outputPrefix: string;
  maxSize: number;
}

const faults = {
  'does-not-resize': () => ({ resize: (jpeg) => ({ jpeg, ...NO_SIZE }) }),
  'resizes-too-little': ({ maxSize }) => ({ maxSize: maxSize * 2 }),
  'resizes-too-much': ({ maxSize }) => ({ maxSize: maxSize / 4 }),
  'squeezes-into-a-square': (parts, vips) => ({
    resize: by(vips, (picture) => picture.thumbnailImage(parts.maxSize, SQUEEZED(parts.maxSize))),
  }),
  'loses-the-orientation': (parts, vips) => ({
    resize: by(vips, (picture) => picture.thumbnailImage(parts.maxSize, UNTURNED(parts.maxSize))),
  }),
  'makes-it-negative': (parts, vips) => ({
    resize: by(vips, (picture) => fit(picture, parts.maxSize).invert()),
  }),
  'makes-a-grey-area': (parts, vips) => ({
    resize: by(vips, (picture) =>
      fit(picture, parts.maxSize).linear([0, 0, 0], [128, 128, 128]).cast('uchar'),
    ),
  }),
  'writes-a-png': (parts, vips) => ({
    resize: by(
      vips,
      (picture) => fit(picture, parts.maxSize),
      (picture) => picture.pngsaveBuffer(),
    ),
  }),
  'writes-a-text': () => ({ resize: () => ({ jpeg: Buffer.from('a picture'), ...NO_SIZE }) }),
  'writes-to-a-misspelt-folder': ({ outputPrefix }) => ({ outputPrefix: outputPrefix.replace('/', 's/') }),
  'writes-beside-the-folder': ({ writeIfStill, outputPrefix }) => ({
    writeIfStill: (seen, { bucket, key }, output) =>
      writeIfStill(seen, { bucket, key: key.slice(outputPrefix.length) }, output),
  }),
  // The picture has the shape of the upload. Another shape would reveal the fault before the content is compared.
  'shows-a-prepared-picture': ({ resize }, vips) => {
    const prepared = vips.Image.newFromBuffer(drawCheckPicture(vips, 960)).autorot();
    return {
      resize: (jpeg, limits) => {
        const { width, height, source } = resize(jpeg, limits);
        const shown = prepared.thumbnailImage(width, { height, size: 'force' });
        return { jpeg: shown.jpegsaveBuffer({ Q: JPEG.quality, keep: 'none' }), width, height, source };
      },
    };
  },
  'works-for-the-former-probe-only': ({ read, resize }) => {
    let isProbe = false;
    return {
      read: (object) => {
        isProbe = /\/check-[0-9a-f]{8} ü\+1\.jpg$/.test(object.key);
        return read(object);
      },
      resize: (jpeg, limits) => (isProbe ? resize(jpeg, limits) : { jpeg, ...NO_SIZE }),
    };
  },
  'writes-to-ingest-too': (parts) => also(parts, () => `ingest/${randomUUID()}.jpg`),
  'writes-to-ingest-too-by-its-name': (parts) => also(parts, (name) => `ingest/small-${name}`),
  'replaces-the-upload-too': (parts) => also(parts, (name) => `ingest/${name}`),
  'archives-by-its-name': (parts) => also(parts, (name) => `archive/${name}`),
  'archives-in-another-bucket': (parts) => also(parts, (name) => name, '-archive'),
  'archives-by-another-name': (parts) => also(parts, () => `archive/${randomUUID()}.jpg`),
  'takes-the-key-as-it-comes': ({ read }) => ({
    read: async (object) => {
      const key = encodeURIComponent(object.key).replaceAll('%2F', '/');
      const source = await read({ ...object, key });
      if (source === undefined) throw new Error(`NoSuchKey: The specified key does not exist: ${key}`);
      return source;
    },
  }),
} as const satisfies Record<string, Change>;

export type Fault = keyof typeof faults;

/** The bundle awaits this while the module loads, as the project's own functions do. */
export async function faultyHandler(fault: Fault, settings: Settings): Promise<SQSHandler> {
  const vips = await startVips();
  const store = createObjectStore(createS3Client());
  const parts: Parts = { ...settings, ...store, resize: createResize(vips) };
  const change: Change = faults[fault];
  const { outputPrefix, maxSize, resize, ...changed } = { ...parts, ...change(parts, vips) };
  return createHandler({
    outputPrefix,
    refresh: createRefreshOutput({
      store: { ...store, ...changed },
      resize: (bytes) => resize(bytes, { maxSize, ...JPEG }),
    }),
    logger: new Logger({ serviceName: 'image-lab' }),
  });
}

/**
 * Writes every output a second time, to a key derived from its name.
 * @param bucketSuffix selects a bucket with a longer name.
 */
function also(
  { writeIfStill, look, outputPrefix }: Parts,
  keyOf: (name: string) => string,
  bucketSuffix = '',
): Partial<Parts> {
  return {
    writeIfStill: async (seen, { bucket, key }, output) => {
      const second = { bucket: `${bucket}${bucketSuffix}`, key: keyOf(key.slice(outputPrefix.length)) };
      await writeIfStill(await look(second), second, output);
      return writeIfStill(seen, { bucket, key }, output);
    },
  };
}

const JPEG = { quality: 80, maxPixels: 100_000_000 };
const NO_SIZE = { width: 0, height: 0, source: { width: 0, height: 0 } };

const SQUEEZED = (size: number) => ({ height: size, size: 'force' }) as const;
const UNTURNED = (size: number) => ({ height: size, size: 'down', no_rotate: true }) as const;

function fit(picture: Picture, size: number): Picture {
  return picture.thumbnailImage(size, { height: size, size: 'down' });
}

function by(vips: Vips, change: (picture: Picture) => Picture, save = saveAsJpeg): Resize {
  return (bytes) => {
    using picture = vips.Image.jpegloadBuffer(bytes);
    using changed = change(picture);
    return { jpeg: save(changed), ...NO_SIZE };
  };
}

function saveAsJpeg(picture: Picture): Uint8Array {
  return picture.jpegsaveBuffer({ keep: 'none' });
}
