/** Bundled for Lambda by function-code.ts: the project's handler with one fault in it. */
import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from '../../../functions/pipeline/create-handler.ts';
import { createObjectStore, type ObjectStore } from '../../../functions/pipeline/object-store.ts';
import { createRefreshOutput } from '../../../functions/pipeline/refresh-output.ts';
import { createResize, type Resize } from '../../../functions/pipeline/resize.ts';
import { createS3Client } from '../../../functions/pipeline/s3-client.ts';
import { startVips, type Vips } from '../../../functions/pipeline/vips.ts';

type Picture = InstanceType<Vips['Image']>;
type Change = (parts: Parts, vips: Vips) => Partial<Parts>;

interface Parts extends Settings, Pick<ObjectStore, 'read' | 'writeIfStill'> {
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

/** Awaited while the module loads, as in the project's own functions. */
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
      resize: (bytes) => resize(bytes, { maxSize, quality: 80, maxPixels: 100_000_000 }),
    }),
    logger: new Logger({ serviceName: 'image-lab' }),
  });
}

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
