import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from './create-handler.ts';
import { createReadObject, createWriteObject } from './object-store.ts';
import { createResize } from './resize.ts';
import { type OutputSettings, readSettings } from './settings.ts';
import { startVips } from './vips.ts';

/** Wires a handler from the environment that Lambda gives. Await it while the module loads: that is free CPU time. */
export async function createLambdaHandler(
  defaults: Pick<OutputSettings, 'outputPrefix' | 'maxSize'>,
): Promise<SQSHandler> {
  const settings = readSettings(defaults, process.env);
  // An endpoint of one's own (a local AWS) has no host name for each bucket.
  const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  return createHandler({
    ...settings,
    read: createReadObject(s3),
    write: createWriteObject(s3),
    resize: createResize(await startVips()),
    logger: new Logger({ serviceName: 'image-lab' }),
  });
}
