import type { Aws } from '../../aws/clients.ts';
import type { Trouble } from '../../aws/trouble.ts';
import type { InvocationFacts } from '../facts.ts';
import { hasFailed, invocationCausedBy, namesSomethingElse } from '../logs/caused-by.ts';
import { readInvocations } from '../logs/invocations.ts';
import { type Seen, see } from '../seen.ts';
import type { DecodedPicture } from './decode-picture.ts';
import { listObjects } from './outputs.ts';
import { stemOf } from './picture-name.ts';
import type { Decode } from './picture-thread.ts';
import type { Station } from './stations.ts';

/** A picture that was uploaded. */
export interface Upload {
  bucket: string;
  key: string;
  /** A part of its name, which its outputs' names contain too. */
  mark: string;
  source: DecodedPicture;
  decode: Decode;
  /** Milliseconds on AWS's clock. */
  startedAt: number;
  /** Milliseconds on this process's clock. */
  doneAt: number;
}

/** What was seen of an upload at one output so far. */
export interface Sight {
  invocation: Seen<InvocationFacts>;
  output: Seen<{ key: string; seenAfterMs: number }>;
}

export interface LookOptions {
  /** According to the facts, the upload cannot arrive here. */
  isBroken: boolean;
  /** The ids of invocations that something else caused. */
  others: ReadonlySet<string>;
}

export const NOTHING_SEEN: Sight = { invocation: { kind: 'absent' }, output: { kind: 'absent' } };

/** Looks again for the parts that are not certain yet. */
export async function look(
  aws: Aws,
  station: Station,
  upload: Upload,
  before: Sight,
  options: LookOptions,
): Promise<Sight> {
  const [invocation, output] = await Promise.all([
    isCertain(before) ? before.invocation : lookAtLog(aws, station, upload, options),
    // Some functions name their output differently. When they have ended, the whole folder is searched.
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
  // When the upload cannot arrive, an invocation that names nothing is not evidence.
  const unnamed = !isBroken && { unlike: namesSomethingElse, others };
  return see('logs:FilterLogEvents', async () => {
    const window = { logGroup: worker.logGroup, from: Math.floor(startedAt) - 1000 };
    const cause = { names: [mark], since: startedAt, unnamed };
    return invocationCausedBy(await readInvocations(aws, window), cause, worker);
  });
}

/** @param everywhere in the output's whole folder, not only by the upload's name. */
export async function lookForOutput(
  aws: Aws,
  { end }: Station,
  { bucket, key, mark, doneAt }: Upload,
  everywhere: boolean,
): Promise<Sight['output']> {
  return see('s3:ListBucket', async () => {
    const sameName = await listObjects(aws, bucket, `${end}/${stemOf(key)}`);
    const listed = everywhere && sameName.length === 0 ? await listObjects(aws, bucket, `${end}/`) : sameName;
    const found = listed.find((output) => output.key.includes(mark));
    return found && { key: found.key, seenAfterMs: Math.round(performance.now() - doneAt) };
  });
}

export function hasEnded({ invocation }: Sight): boolean {
  return invocation.kind === 'found' && invocation.value.endedAt !== null;
}

/** An invocation that failed is tried again, and one that names nothing may belong to something else. */
export function isCertain({ invocation }: Sight): boolean {
  if (invocation.kind !== 'found') return false;
  const { report, namesUpload } = invocation.value;
  return report !== null && namesUpload && !hasFailed(invocation.value);
}

/** Tells whether AWS refuses to show it, however often it is asked. */
export function isHopeless(seen: Seen<unknown>): boolean {
  return seen.kind === 'unreadable' && HOPELESS.includes(seen.trouble.kind);
}

const HOPELESS: readonly Trouble['kind'][] = ['denied', 'credentials', 'timeout'];
