/** Bundled for Lambda by function-code.ts: the project's handler with one fault in it. */
import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import type { SQSHandler } from 'aws-lambda';
import { createHandler, type HandlerParts } from '../../../functions/pipeline/create-handler.ts';
import { createReadObject, createWriteObject } from '../../../functions/pipeline/object-store.ts';
import { createResize, type Resize } from '../../../functions/pipeline/resize.ts';
import { startVips, type Vips } from '../../../functions/pipeline/vips.ts';

type Picture = InstanceType<Vips['Image']>;
type Change = (parts: HandlerParts, vips: Vips) => Partial<HandlerParts>;

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
  'writes-beside-the-folder': ({ write, outputPrefix }) => ({
    write: (bucket, key, ...rest) => write(bucket, key.slice(outputPrefix.length), ...rest),
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
export async function faultyHandler(
  fault: Fault,
  settings: Pick<HandlerParts, 'outputPrefix' | 'maxSize'>,
): Promise<SQSHandler> {
  const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  const vips = await startVips();
  const parts: HandlerParts = {
    ...settings,
    quality: 80,
    read: createReadObject(s3),
    write: createWriteObject(s3),
    resize: createResize(vips),
    logger: new Logger({ serviceName: 'image-lab' }),
  };
  const change: Change = faults[fault];
  return createHandler({ ...parts, ...change(parts, vips) });
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
