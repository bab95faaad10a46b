import { OUTPUTS } from '../lab/outputs.ts';
import { createLambdaHandler } from './pipeline/lambda-handler.ts';

/** Task 5.1: writes a picture that fits within 128 × 128 pixels to `thumbnail/`. */
export const handler = await createLambdaHandler(OUTPUTS.thumbnail);
