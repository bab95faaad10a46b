/**
 * The same function without the resizing: reads what was uploaded and writes it again, through the same code. Which of both it
 * is, its name says.
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
