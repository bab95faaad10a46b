import type { RefreshOutput } from './refresh-output.ts';
import { PictureError } from './resize.ts';

/** What to do when a plain `sam local invoke` has no S3. */
const ADVICE =
  "With a plain 'sam local invoke', the function has no S3 with the object. Run 'npm run invoke' with the same function and event";

/**
 * Adds the advice to an error of S3 in `sam local invoke`. SAM sets AWS_SAM_LOCAL, and Lambda does not.
 * @param env the environment. `npm run invoke` sets AWS_ENDPOINT_URL in it.
 */
export function explainSamLocal(refresh: RefreshOutput, env: NodeJS.ProcessEnv): RefreshOutput {
  if (env.AWS_SAM_LOCAL !== 'true' || env.AWS_ENDPOINT_URL) return refresh;
  return async (...object) => {
    try {
      return await refresh(...object);
    } catch (cause) {
      // S3 has returned a file that is not a picture.
      if (cause instanceof PictureError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${reason}. ${ADVICE}`, { cause });
    }
  };
}
