import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { sharedPictureThread } from '../../account/follow/picture-thread.ts';
import type { Aws } from '../../aws/clients.ts';
import { UPLOAD_LIMITS } from '../routes.ts';
import type { ServedPicture } from '../serve-page.ts';
import type { Picture } from '../state.ts';

/** Reads pictures from the bucket for the page. */
export interface Pictures {
  /** Reads an object. @returns what the page shows of it. */
  look(bucket: string, key: string, sourceBytes?: number): Promise<Picture>;
  serve(id: string): Promise<ServedPicture | undefined>;
  /** A small version of a picture, for a recording. */
  small(id: string): ServedPicture | undefined;
}

interface Known {
  bucket: string;
  key: string;
  preview: Buffer | undefined;
}

const MOST_KNOWN = 300;

export function makePictures({ s3 }: Pick<Aws, 's3'>): Pictures {
  const known = new Map<string, Known>();

  async function read(bucket: string, key: string): Promise<Uint8Array | undefined> {
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (ContentLength > UPLOAD_LIMITS.bytes) {
      // Nobody reads the rest.
      (Body as { destroy?: () => void } | undefined)?.destroy?.();
      return undefined;
    }
    return Body?.transformToByteArray();
  }

  function small(id: string): ServedPicture | undefined {
    const preview = known.get(id)?.preview;
    return preview && { mediaType: 'image/jpeg', bytes: preview };
  }

  return {
    async look(bucket, key, sourceBytes) {
      const bytes = await read(bucket, key).catch(() => undefined);
      const size = bytes?.length ?? 0;
      const saved = sourceBytes ? 1 - size / sourceBytes : null;
      const unknown = { key, bytes: size, width: null, height: null, saved, url: null };
      if (bytes === undefined) return unknown;
      const { width, height, preview } = await sharedPictureThread().decode(bytes);
      if (width === 0 || preview === '' || mediaTypeOf(bytes) === undefined) return unknown;
      const id = idOf(bucket, key, bytes);
      known.set(id, { bucket, key, preview: Buffer.from(preview, 'base64') });
      for (const old of known.keys()) {
        if (known.size <= MOST_KNOWN) break;
        known.delete(old);
      }
      return { ...unknown, width, height, url: `/api/pictures/${id}` };
    },
    async serve(id) {
      const picture = known.get(id);
      if (picture === undefined) return undefined;
      const bytes = await read(picture.bucket, picture.key).catch(() => undefined);
      // Somebody can have replaced the object since then.
      const isSame = bytes !== undefined && idOf(picture.bucket, picture.key, bytes) === id;
      const mediaType = isSame ? mediaTypeOf(bytes) : undefined;
      return mediaType === undefined || bytes === undefined ? small(id) : { mediaType, bytes };
    },
    small,
  };
}

function idOf(bucket: string, key: string, bytes: Uint8Array): string {
  return createHash('sha256').update(`${bucket}\n${key}\n`).update(bytes).digest('base64url').slice(0, 22);
}

/** The type by the first bytes, of the kinds that a browser shows. Never SVG, which is markup. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^GIF8[79]a/.test(start)) return 'image/gif';
  return /^RIFF....WEBP$/s.test(start) ? 'image/webp' : undefined;
}
