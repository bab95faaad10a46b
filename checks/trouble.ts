import type { Seen, Trouble } from './facts.ts';

/**
 * Looks at something in AWS.
 * @param action as IAM names it, for when AWS cannot be asked: `sns:GetTopicAttributes`.
 * @param look gives undefined when what it looks for is not there.
 */
export async function see<T>(action: string, look: () => Promise<T | undefined>): Promise<Seen<T>> {
  try {
    const value = await look();
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
  } catch (error) {
    return { kind: 'unreadable', trouble: troubleOf(error, action) };
  }
}

/** Whether AWS said by this error that what was asked for does not exist. */
export function isMissing(error: unknown): boolean {
  return MISSING.has(nameOf(error));
}

/** Gives undefined for what AWS says does not exist. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Why a call failed, in one sentence. */
export function troubleOf(error: unknown, action: string): Trouble {
  const name = nameOf(error);
  const message = error instanceof Error && error.message ? error.message : name;
  return { kind: kindOf(name, error), action: deniedAction(message) ?? action, message };
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
