import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { LearnerResult } from '../result.ts';

/** What a function may do with a learner now. */
export type Claim =
  /** Nobody else grades the learner until the time is over. */
  | { kind: 'mine' }
  /** The learner has a result already. */
  | { kind: 'done' }
  /** Another invocation grades the learner, or was killed and its time is not over. */
  | { kind: 'busy'; until: string };

/** The results of one run in S3. Conditional writes make sure that nobody is graded twice, whoever asks at the same time. */
export interface ResultStore {
  /** @param seconds after which another invocation may take over. */
  claim(id: string, seconds: number): Promise<Claim>;
  /** Keeps a result, unless the learner has one already. */
  keep(result: LearnerResult): Promise<void>;
}

/** The keys of one run: its results, its claims and its report. */
export function keysOf(run: string) {
  const folder = `runs/${run}/`;
  return {
    roster: `rosters/${run}.csv`,
    results: `${folder}results/`,
    report: `${folder}report/`,
    result: (id: string) => `${folder}results/${nameOf(id)}.json`,
    claim: (id: string) => `${folder}claims/${nameOf(id)}.json`,
  };
}

/** A part of the id for people, and a hash, so that no two learners have the same key. */
function nameOf(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${id.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 40)}-${hash}`;
}

/**
 * @param now milliseconds since 1970.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function resultStore(s3: S3Client, Bucket: string, run: string, now = Date.now): ResultStore {
  const keys = keysOf(run);
  const json = { Bucket, ContentType: 'application/json' } as const;
  return {
    async claim(id, seconds) {
      if (await exists(keys.result(id))) return { kind: 'done' };
      const until = new Date(now() + seconds * 1000).toISOString();
      const claim = { ...json, Key: keys.claim(id), Body: JSON.stringify({ until }) };
      if (await putIf({ ...claim, IfNoneMatch: '*' })) return { kind: 'mine' };
      const held = await s3.send(new GetObjectCommand({ Bucket, Key: claim.Key }));
      const other: { until: string } = JSON.parse((await held.Body?.transformToString()) ?? '');
      // The other invocation keeps its result before its time is over.
      if (await exists(keys.result(id))) return { kind: 'done' };
      if (Date.parse(other.until) > now()) return { kind: 'busy', until: other.until };
      const isMine = await putIf({ ...claim, IfMatch: held.ETag });
      return isMine ? { kind: 'mine' } : { kind: 'busy', until };
    },
    async keep(result) {
      await putIf({ ...json, Key: keys.result(result.id), Body: JSON.stringify(result), IfNoneMatch: '*' });
    },
  };

  async function exists(Key: string): Promise<boolean> {
    try {
      await s3.send(new HeadObjectCommand({ Bucket, Key }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  /** @returns whether the condition was true. */
  async function putIf(input: ConstructorParameters<typeof PutObjectCommand>[0]): Promise<boolean> {
    try {
      await s3.send(new PutObjectCommand(input));
      return true;
    } catch (error) {
      // 409: another conditional write to the same key is under way.
      if (statusOf(error) === 412 || statusOf(error) === 409) return false;
      throw error;
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
