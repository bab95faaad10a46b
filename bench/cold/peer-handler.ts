import { createHash } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from '../../functions/pipeline/create-handler.ts';
import { createObjectStore } from '../../functions/pipeline/object-store.ts';
import { rehearseRequests } from '../../functions/pipeline/rehearse-requests.ts';
import { createS3Client } from '../../functions/pipeline/s3-client.ts';
import type { Resizer } from '../pictures/resizers/resizer.ts';

const BOX = 128;

/**
 * Creates the handler of CreateThumbnail with another resizer. The messages, the log and the S3 client are the same.
 * @param rehearseWith a tiny JPEG. With it, the function rehearses as this project does.
 */
export async function createPeerHandler(resize: Resizer, rehearseWith?: Uint8Array): Promise<SQSHandler> {
  if (rehearseWith) await Promise.all([rehearseRequests(), resize(rehearseWith, BOX / 2)]);
  const store = createObjectStore(createS3Client());
  return createHandler({
    outputPrefix: 'thumbnail/',
    async refresh(from, to) {
      const source = await store.read(from);
      if (source === undefined) return { kind: 'gone' };
      const jpeg = await resize(source.bytes, BOX);
      const sha256 = createHash('sha256').update(jpeg).digest('hex');
      await store.writeIfStill({ kind: 'nothing' }, to, { jpeg, sha256, source });
      // Only the log uses this size.
      const size = { width: BOX, height: BOX };
      return { kind: 'made', picture: { jpeg, ...size, source: size } };
    },
    logger: new Logger({ serviceName: 'image-lab' }),
  });
}
