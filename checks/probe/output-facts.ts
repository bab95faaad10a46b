import type { Aws } from '../aws.ts';
import type { OutputFacts, PictureFacts } from '../facts.ts';
import type { Decode, DecodedPicture } from './decode-picture.ts';
import { likeness } from './likeness.ts';
import { readObject } from './outputs.ts';

/** The facts of an output, compared with the picture of which it should be made. */
export async function readOutput(
  aws: Aws,
  place: { bucket: string; key: string },
  { decode, source, seenAfterMs }: { decode: Decode; source: DecodedPicture; seenAfterMs: number | null },
): Promise<OutputFacts | undefined> {
  const object = await readObject(aws, place.bucket, place.key);
  if (object === undefined) return undefined;
  const output = decode(object.bytes);
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

function compare(output: DecodedPicture, source: DecodedPicture, way: 'upright' | 'asStored'): number {
  return output.small && source.small ? likeness(output.small.upright, source.small[way]) : 0;
}
