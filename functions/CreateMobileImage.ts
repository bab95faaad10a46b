import { createLambdaHandler } from './pipeline/lambda-handler.ts';

/** Task 5.3: makes a picture that fits within 640 × 640 pixels below `mobile/`. */
export const handler = await createLambdaHandler({ outputPrefix: 'mobile/', maxSize: 640 });
