import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Aws } from '../aws.ts';
import type { End, ForEachEnd, JourneyEnd, JourneyFacts } from '../facts.ts';
import { clockSetBy } from './aws-clock.ts';
import { drawCheckPicture } from './check-picture.ts';
import { createDecoder, sharedVips } from './decode-picture.ts';
import { followEnd } from './journey-end.ts';
import { pictureFacts } from './output-facts.ts';
import type { Patience } from './poll.ts';
import type { Station } from './stations.ts';

/** The name of a picture that the probe uploads: difficult as a learner's can be, and like no other. */
export interface PictureName {
  /** Eight hexadecimal digits behind `check-`, which survive every way to encode a key. */
  mark: string;
  /** `ingest/check-… ü+1.jpg` */
  key: string;
}

export function namePicture(): PictureName {
  const mark = `check-${randomBytes(4).toString('hex')}`;
  return { mark, key: `ingest/${mark} ü+1.jpg` };
}

export interface JourneyOptions {
  bucket: string;
  name: PictureName;
  stations: ForEachEnd<Station>;
  patience: (end: End) => Patience & { isBroken: boolean };
  /** Ids of invocations that the test message caused. */
  others: ReadonlySet<string>;
  say: (line: string) => void;
}

/** Uploads a picture and follows it to both ends. @throws what AWS says when it does not take the upload. */
export async function followPicture(aws: Aws, options: JourneyOptions): Promise<JourneyFacts> {
  const { bucket, name, stations, say } = options;
  const vips = await sharedVips();
  const bytes = drawCheckPicture(vips);
  const decode = createDecoder(vips);
  const source = decode(bytes);
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: name.key,
    Body: bytes,
    ContentType: 'image/jpeg',
  });
  const clock = clockSetBy(command);
  say(`uploads s3://${bucket}/${name.key}`);
  const startedAt = performance.now();
  await aws.s3.send(command);
  const doneAt = performance.now();
  // S3 can tell of it before its answer is here.
  const uploadedAt = Math.floor(clock.now());
  const upload = {
    bucket,
    mark: name.mark,
    source,
    decode,
    doneAt,
    startedAt: uploadedAt - (doneAt - startedAt),
  };
  const follow = (end: End): Promise<JourneyEnd> => {
    const patience = options.patience(end);
    return followEnd(aws, stations[end], upload, { ...options, patience, isBroken: patience.isBroken });
  };
  const [thumbnail, mobile] = await Promise.all([follow('thumbnail'), follow('mobile')]);
  return {
    by: 'probe',
    source: pictureFacts(name.key, source),
    uploadedAt: new Date(uploadedAt).toISOString(),
    uploadMs: Math.round(doneAt - startedAt),
    ends: { thumbnail, mobile },
  };
}
