/** Why a call to AWS failed. */
export interface Trouble {
  kind: 'denied' | 'credentials' | 'network' | 'throttled' | 'timeout' | 'other';
  /** The IAM action: `sns:ListTopics`. */
  action: string;
  /** One sentence, in AWS's own words if there are any. Account ids are not masked. */
  message: string;
  /** Set when a resource's own policy denied the call: `The statement 'DenyAll' of the policy of thumbnail-queue`. */
  deniedBy?: string;
}

/** Whether AWS reports by this error that the requested resource does not exist. */
export function isMissing(error: unknown): boolean {
  return MISSING.has(nameOf(error));
}

/** Resolves to undefined when AWS reports that the resource does not exist. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Describes why a call failed. */
export function troubleOf(error: unknown, action: string): Trouble {
  const name = nameOf(error);
  const message = error instanceof Error && error.message ? error.message : name;
  const trouble = { kind: kindOf(name, error), action: deniedAction(message) ?? action, message };
  const deniedBy = error instanceof Error && 'deniedBy' in error ? error.deniedBy : undefined;
  return typeof deniedBy === 'string' ? { ...trouble, deniedBy } : trouble;
}

/** A clause that says why a call was denied: `these credentials are not allowed to call s3:GetObject`, or which policy denies it. */
export function whyDenied({ action, deniedBy }: Trouble): string {
  return deniedBy === undefined
    ? `these credentials are not allowed to call ${action}`
    : `${deniedBy[0]?.toLowerCase()}${deniedBy.slice(1)} denies ${action}`;
}

function kindOf(name: string, error: unknown): Trouble['kind'] {
  if (DENIED.has(name) || statusOf(error) === 403) return CREDENTIALS.has(name) ? 'credentials' : 'denied';
  if (CREDENTIALS.has(name) || /credential|security token|region is missing/i.test(messageOf(error)))
    return 'credentials';
  if (THROTTLED.has(name)) return 'throttled';
  if (name === 'AbortError') return 'timeout';
  if (NETWORK.has(name) || NETWORK.has(codeOf(error))) return 'network';
  return 'other';
}

/** AWS names the action: `User: … is not authorized to perform: sns:ListTopics on resource: …`. */
function deniedAction(message: string): string | undefined {
  return /not authorized to perform: ([a-zA-Z0-9-]+:[a-zA-Z]+)/.exec(message)?.[1];
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
]);

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

const THROTTLED = new Set([
  'RequestLimitExceeded',
  'SlowDown',
  'Throttled',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'TimeoutError',
]);

const MISSING = new Set([
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchKey',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'NotFound',
  'NotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
]);
