/**
 * The same function without resizing. It reads the upload and writes it again with the same code. Its name tells which of the
 * two functions it is.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { createHandler } from '../../functions/pipeline/create-handler.ts';
import { createObjectStore } from '../../functions/pipeline/object-store.ts';
import { createRefreshOutput } from '../../functions/pipeline/refresh-output.ts';
import { createS3Client } from '../../functions/pipeline/s3-client.ts';

const size = { width: 0, height: 0 };

export const handler = createHandler({
  outputPrefix: process.env.AWS_LAMBDA_FUNCTION_NAME === 'CreateThumbnail' ? 'thumbnail/' : 'mobile/',
  refresh: createRefreshOutput({
    store: createObjectStore(createS3Client()),
    resize: (jpeg) => ({ jpeg, ...size, source: size }),
  }),
  logger: new Logger({ serviceName: 'image-lab' }),
});
