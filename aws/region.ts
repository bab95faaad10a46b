import { STSClient } from '@aws-sdk/client-sts';

/**
 * Chooses the region as the AWS CLI does: from the option, AWS_REGION or AWS_DEFAULT_REGION. The SDK for JavaScript does not
 * read AWS_DEFAULT_REGION, and SAM does not read AWS_REGION. When it is undefined, the profile chooses the region.
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export function regionBeforeProfile(
  asked?: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return asked || env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;
}

/** Chooses the region like `regionBeforeProfile`, and then from the profile. Undefined when none is set. */
export async function findRegion(asked?: string): Promise<string | undefined> {
  const region = regionBeforeProfile(asked);
  return region ?? (await new STSClient({}).config.region().catch(() => undefined));
}

/** Returns the variable with which SAM chooses the same region. SAM reads only AWS_DEFAULT_REGION. */
export function regionForSam(env: NodeJS.ProcessEnv = process.env): { AWS_DEFAULT_REGION?: string } {
  const region = regionBeforeProfile(undefined, env);
  return region === undefined ? {} : { AWS_DEFAULT_REGION: region };
}
