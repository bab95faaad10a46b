import type { Aws } from '../../aws/clients.ts';
import type { OutputFacts, PictureFacts } from '../facts.ts';
import type { DecodedPicture } from './decode-picture.ts';
import { likeness } from './likeness.ts';
import { readObject } from './outputs.ts';
import type { Decode } from './picture-thread.ts';

/** Reads an output, and compares it with the picture that it should show. */
export async function readOutput(
  aws: Aws,
  place: { bucket: string; key: string },
  { decode, source, seenAfterMs }: { decode: Decode; source: DecodedPicture; seenAfterMs: number | null },
): Promise<OutputFacts | undefined> {
  const object = await readObject(aws, place.bucket, place.key);
  if (object === undefined) return undefined;
  const output = await decode(object.bytes);
  return {
    ...pictureFacts(place.key, output),
    seenAfterMs,
    contentType: object.contentType,
    likeness: compare(output, source, 'upright'),
    likenessAsStored: compare(output, source, 'asStored'),
  };
}

export function pictureFacts(key: string, { small: _, ...decoded }: DecodedPicture): PictureFacts {
  return { key, ...decoded };
}

/** Measures how similar a picture is to an upload, which is compared both upright and as stored. */
export function likenessOf(output: DecodedPicture, source: DecodedPicture): number {
  return Math.max(compare(output, source, 'upright'), compare(output, source, 'asStored'));
}

function compare(output: DecodedPicture, source: DecodedPicture, way: 'upright' | 'asStored'): number {
  return output.small && source.small ? likeness(output.small.upright, source.small[way]) : 0;
}
