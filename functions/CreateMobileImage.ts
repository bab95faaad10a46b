import { OUTPUTS } from '../lab/outputs.ts';
import { createLambdaHandler } from './pipeline/lambda-handler.ts';

/** Task 5.3: writes a picture that fits within 640 × 640 pixels to `mobile/`. */
export const handler = await createLambdaHandler(OUTPUTS.mobile);
