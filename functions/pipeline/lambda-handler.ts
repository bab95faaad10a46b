import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from './create-handler.ts';
import { createObjectStore } from './object-store.ts';
import { createRefreshOutput } from './refresh-output.ts';
import { createResize } from './resize.ts';
import { createS3Client } from './s3-client.ts';
import { type OutputSettings, readSettings } from './settings.ts';
import { startVips } from './vips.ts';

/** Wires a handler from the environment that Lambda gives. Await it while the module loads: that is free CPU time. */
export async function createLambdaHandler(
  defaults: Pick<OutputSettings, 'outputPrefix' | 'maxSize'>,
): Promise<SQSHandler> {
  const settings = readSettings(defaults, process.env);
  const resize = createResize(await startVips());
  return createHandler({
    outputPrefix: settings.outputPrefix,
    refresh: createRefreshOutput({
      store: createObjectStore(createS3Client()),
      resize: (bytes) => resize(bytes, settings),
    }),
    logger: new Logger({ serviceName: 'image-lab' }),
  });
}
