import { PutObjectCommand } from '@aws-sdk/client-s3';
import { clockSetBy } from '../../aws/aws-clock.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Hope } from '../../aws/poll.ts';
import type { ForEachLabOutput, LabOutput } from '../../lab/output-names.ts';
import type { JourneyEnd, JourneyFacts } from '../facts.ts';
import { forEachLabOutput } from '../observe/side-by-side.ts';
import type { DecodedPicture } from './decode-picture.ts';
import { followToOutput } from './follow-to-output.ts';
import { pictureFacts } from './output-facts.ts';
import type { PictureName } from './picture-name.ts';
import type { Decode } from './picture-thread.ts';
import type { PictureAnswer } from './picture-worker.ts';
import type { Station } from './stations.ts';

export interface FollowOptions {
  bucket: string;
  name: PictureName;
  drawn: Promise<PictureAnswer>;
  decode: Decode;
  stations: ForEachLabOutput<Station>;
  patience: (end: LabOutput) => Hope;
  /** The ids of the invocations that the test message caused. */
  others: ReadonlySet<string>;
  say: (line: string) => void;
  /** Receives the picture before it is uploaded. */
  onDrawn: (source: DecodedPicture) => void;
}

/** Uploads a picture and follows it to all outputs. @throws the error of AWS when it refuses the upload. */
export async function followPicture(aws: Aws, options: FollowOptions): Promise<JourneyFacts> {
  const { bucket, name, decode, stations, say } = options;
  const { bytes, picture: source } = await options.drawn;
  options.onDrawn(source);
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: name.key,
    Body: bytes,
    ContentType: 'image/jpeg',
  });
  const clock = clockSetBy(command);
  say(`Uploading ${name.key}`);
  const startedAt = performance.now();
  await aws.s3.send(command);
  const doneAt = performance.now();
  // S3 can send the notification before its answer arrives here.
  const uploadedAt = Math.floor(clock.now());
  const upload = {
    ...{ bucket, ...name, source, decode },
    doneAt,
    startedAt: uploadedAt - (doneAt - startedAt),
  };
  const follow = (end: LabOutput): Promise<JourneyEnd> => {
    const patience = options.patience(end);
    return followToOutput(aws, stations[end], upload, { ...options, patience, isBroken: patience.isBroken });
  };
  return {
    by: 'probe',
    source: pictureFacts(name.key, source),
    uploadedAt: new Date(uploadedAt).toISOString(),
    uploadMs: Math.round(doneAt - startedAt),
    ends: await forEachLabOutput(follow),
  };
}
