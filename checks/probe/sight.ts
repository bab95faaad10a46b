import type { Aws } from '../aws.ts';
import type { InvocationFacts, Seen, Trouble } from '../facts.ts';
import { see } from '../trouble.ts';
import { hasFailed, invocationCausedBy, namesSomethingElse } from './caused-by.ts';
import type { Decode, DecodedPicture } from './decode-picture.ts';
import { readInvocations } from './invocations.ts';
import { listObjects } from './outputs.ts';
import type { Station } from './stations.ts';

/** A picture that was uploaded. */
export interface Upload {
  bucket: string;
  /** Part of its name, and of its outputs'. */
  mark: string;
  source: DecodedPicture;
  decode: Decode;
  /** Milliseconds of AWS's clock. */
  startedAt: number;
  /** Milliseconds of this process. */
  doneAt: number;
}

/** What was seen of an upload at one end so far. */
export interface Sight {
  invocation: Seen<InvocationFacts>;
  output: Seen<{ key: string; seenAfterMs: number }>;
}

export interface LookOptions {
  /** It cannot have come here, as far as was observed. */
  isBroken: boolean;
  /** Ids of invocations that something else caused. */
  others: ReadonlySet<string>;
}

export const NOTHING_SEEN: Sight = { invocation: { kind: 'absent' }, output: { kind: 'absent' } };

/** Looks again for what was not seen for certain. */
export async function look(
  aws: Aws,
  station: Station,
  upload: Upload,
  before: Sight,
  options: LookOptions,
): Promise<Sight> {
  const [invocation, output] = await Promise.all([
    isCertain(before) ? before.invocation : lookAtLog(aws, station, upload, options),
    // Other functions may give it another name: looked for in the whole folder once they are done.
    before.output.kind === 'found' ? before.output : lookForOutput(aws, station, upload, hasEnded(before)),
  ]);
  return { invocation, output };
}

async function lookAtLog(
  aws: Aws,
  { worker }: Station,
  { mark, startedAt }: Upload,
  { isBroken, others }: LookOptions,
): Promise<Sight['invocation']> {
  if (worker === undefined) return { kind: 'absent' };
  // What cannot happen is not found by an invocation that something else may have caused.
  const unnamed = !isBroken && { unlike: namesSomethingElse, others };
  return see('logs:FilterLogEvents', async () => {
    const window = { logGroup: worker.logGroup, from: Math.floor(startedAt) - 1000 };
    const cause = { names: [mark], since: startedAt, unnamed };
    return invocationCausedBy(await readInvocations(aws, window), cause, worker);
  });
}

/** @param everywhere below the end's folder, not only by the upload's name. */
export async function lookForOutput(
  aws: Aws,
  { end }: Station,
  { bucket, mark, doneAt }: Upload,
  everywhere: boolean,
): Promise<Sight['output']> {
  return see('s3:ListBucket', async () => {
    const sameName = await listObjects(aws, bucket, `${end}/${mark}`);
    const listed = everywhere && sameName.length === 0 ? await listObjects(aws, bucket, `${end}/`) : sameName;
    const found = listed.find(({ key }) => key.includes(mark));
    return found && { key: found.key, seenAfterMs: Math.round(performance.now() - doneAt) };
  });
}

export function hasEnded({ invocation }: Sight): boolean {
  return invocation.kind === 'found' && invocation.value.endedAt !== null;
}

/** One that failed is tried again, and one that names nothing may be another's. */
export function isCertain({ invocation }: Sight): boolean {
  if (invocation.kind !== 'found') return false;
  const { report, namesUpload } = invocation.value;
  return report !== null && namesUpload && !hasFailed(invocation.value);
}

/** What AWS does not let be seen, however often it is asked. */
export function isHopeless(seen: Seen<unknown>): boolean {
  return seen.kind === 'unreadable' && HOPELESS.includes(seen.trouble.kind);
}

const HOPELESS: readonly Trouble['kind'][] = ['denied', 'credentials', 'timeout'];
