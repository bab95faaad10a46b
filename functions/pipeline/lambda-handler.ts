import { Logger } from '@aws-lambda-powertools/logger';
import type { SQSHandler } from 'aws-lambda';
import { createHandler } from './create-handler.ts';
import { explainSamLocal } from './explain-sam-local.ts';
import { createObjectStore } from './object-store.ts';
import { createRefreshOutput } from './refresh-output.ts';
import { rehearseRequests } from './rehearse-requests.ts';
import { createResize } from './resize.ts';
import { createS3Client } from './s3-client.ts';
import { readSettings } from './settings.ts';
import { startVips } from './vips.ts';

/** The part of a row of the table of outputs (`lab/outputs.ts`) that a function needs. */
interface OutputDefaults {
  /** Where outputs are written: `thumbnail/`. */
  prefix: string;
  /** Pictures fit within a square of this many pixels, unless `MAX_SIZE` says otherwise. */
  box: number;
}

/**
 * Connects the handler with the environment that Lambda provides. Await it while the module loads. During that time a function
 * has a whole processor, whatever its memory size, and libvips compiles while the requests are rehearsed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function createLambdaHandler(output: OutputDefaults): Promise<SQSHandler> {
  const settings = readSettings({ outputPrefix: output.prefix, maxSize: output.box }, process.env);
  const logger = new Logger({ serviceName: 'image-lab' });
  const rehearsal = rehearseRequests().catch((error) =>
    logger.warn('the rehearsal of requests failed, so the first picture takes longer', { error }),
  );
  const [vips] = await Promise.all([startVips(), rehearsal]);
  const resize = createResize(vips);
  const refresh = createRefreshOutput({
    store: createObjectStore(createS3Client()),
    resize: (bytes) => resize(bytes, settings),
  });
  return createHandler({
    outputPrefix: settings.outputPrefix,
    refresh: explainSamLocal(refresh, process.env),
    logger,
  });
}
