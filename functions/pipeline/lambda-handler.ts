import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from './create-handler.ts';
import { createObjectStore } from './object-store.ts';
import { createRefreshOutput } from './refresh-output.ts';
import { rehearseRequests } from './rehearse-requests.ts';
import { createResize } from './resize.ts';
import { createS3Client } from './s3-client.ts';
import { type OutputSettings, readSettings } from './settings.ts';
import { startVips } from './vips.ts';

/**
 * Wires a handler from the environment that Lambda gives. Await it while the module loads: a function has a whole
 * processor then, whatever its memory, and libvips is compiled while the requests are rehearsed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function createLambdaHandler(
  defaults: Pick<OutputSettings, 'outputPrefix' | 'maxSize'>,
): Promise<SQSHandler> {
  const settings = readSettings(defaults, process.env);
  const logger = new Logger({ serviceName: 'image-lab' });
  const rehearsal = rehearseRequests().catch((error) =>
    logger.warn('the rehearsal of requests failed: the first picture takes longer', { error }),
  );
  const [vips] = await Promise.all([startVips(), rehearsal]);
  const resize = createResize(vips);
  return createHandler({
    outputPrefix: settings.outputPrefix,
    refresh: createRefreshOutput({
      store: createObjectStore(createS3Client()),
      resize: (bytes) => resize(bytes, settings),
    }),
    logger,
  });
}
