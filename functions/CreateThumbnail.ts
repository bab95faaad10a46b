import { createLambdaHandler } from './pipeline/lambda-handler.ts';

/** Task 5.1: makes a picture that fits within 128 × 128 pixels below `thumbnail/`. */
export const handler = await createLambdaHandler({ outputPrefix: 'thumbnail/', maxSize: 128 });
