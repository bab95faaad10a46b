import type { CopyFacts } from '../../account/facts.ts';
import type { DecodedPicture } from '../../account/follow/decode-picture.ts';
import { likenessOf } from '../../account/follow/output-facts.ts';
import { readObject } from '../../account/follow/outputs.ts';
import type { Decode } from '../../account/follow/picture-thread.ts';
import type { Aws } from '../../aws/clients.ts';
import { pauseFor } from '../../aws/poll.ts';
import { listVersions, removeVersion, type Version } from './remove-objects.ts';

/** What is known about the picture that the probe uploaded. */
export interface Trail {
  bucket: string;
  key: string;
  /** A part of its key, which the keys of its usual outputs contain too. */
  mark: string;
  /** The ids of the versions that were in the bucket before; undefined when they could not all be listed. */
  before: ReadonlySet<string> | undefined;
  /** Undefined when the picture was not drawn. */
  source: DecodedPicture | undefined;
  decode: Decode;
  /** The keys of the outputs that were seen. */
  outputs: readonly string[];
  /** Nothing more will come: every output exists, or its function failed. */
  isComplete: boolean;
  /** Keys of outputs of the stack that the lab does not ask for. The sweep waits for them and removes them. */
  further?: readonly string[];
  /** Other buckets of the account, with their earlier content. Functions may write there too. */
  elsewhere?: readonly Pick<Trail, 'bucket' | 'before'>[];
}

export interface Swept {
  /** What could not be removed, or may belong to the picture, such as `s3://bucket/key`. */
  left: string[];
  /** The objects that the picture caused in addition to its outputs. */
  copies: CopyFacts[];
}

/** The sweep ends when nothing new has come for this long. */
const QUIET_MS = 1000;
/** The longest wait for an output that the lab does not ask for. */
const FURTHER_MS = 10_000;
/** A loop keeps writing objects. It ends when each of them is removed before a function reads it. */
const PAUSE_MS = 10;
/** The most objects that are read to compare them with the picture. */
const MOST_EXAMINED = 200;
/** The most objects of one kind that are named. */
const MOST_TOLD = 10;

/**
 * Removes all objects that the picture caused, found by their names or content, until no more appear. A new object
 * that may not belong to the picture stays, and is named.
 */
export async function sweep(aws: Aws, trail: Trail, signal: AbortSignal): Promise<Swept> {
  const { elsewhere = [] } = trail;
  const own = await sweepBucket(aws, trail, signal);
  const others = await Promise.all(
    elsewhere.map((other) => sweepBucket(aws, { ...trail, ...other, isComplete: true, further: [] }, signal)),
  );
  // Other new objects in these buckets belong to somebody else, and so do objects that cannot be read.
  const left = others.flatMap(({ removable }) => removable);
  return { left: [...own.left, ...left], copies: own.copies };
}

interface SweptBucket extends Swept {
  /** Objects that certainly belong to the picture and could not be removed. */
  removable: string[];
}

async function sweepBucket(aws: Aws, trail: Trail, signal: AbortSignal): Promise<SweptBucket> {
  const seen: Seen = { kinds: new Map(), caused: new Map() };
  const left = new Set<string>();
  const unseen: string[] = [];
  const copies = new Map<string, CopyFacts>();
  let quietSince = performance.now();
  const furtherUntil = performance.now() + FURTHER_MS;
  const isAwaited = () =>
    performance.now() < furtherUntil &&
    (trail.further ?? []).some((key) => ![...seen.kinds.values()].some((one) => one.key === key));
  try {
    for (let round = 0; ; round++) {
      const fresh = (await listCaused(aws, trail, signal)).filter(({ id }) => !seen.kinds.has(id));
      const caused = await Promise.all(fresh.map((one) => removeIfCaused(aws, trail, one, seen, signal)));
      for (const { version, picture, isRemoved } of caused.filter((one) => one !== undefined)) {
        if (!isRemoved) left.add(`s3://${trail.bucket}/${version.Key}`);
        if (!isExtra(version, trail, round)) continue;
        copies.set(version.Key, copyFacts(version, picture));
        quietSince = performance.now();
      }
      const mayCome = !trail.isComplete || copies.size > 0;
      const isQuiet = !mayCome || performance.now() - quietSince > QUIET_MS;
      if (isQuiet && !isAwaited()) break;
      if (signal.aborted) break;
      await pauseFor(PAUSE_MS, signal);
    }
  } catch {
    // The bucket could not be read, so the report names what to look for.
    unseen.push(`s3://${trail.bucket}/${trail.key}`, `s3://${trail.bucket}/…${trail.mark}…`);
  }
  return {
    left: [...left, ...unseen, ...strange(seen.kinds, trail), ...stillLooping(signal, trail)],
    removable: [...left],
    copies: [...copies.values()],
  };
}

/** `strange`: new in the bucket, and perhaps of the picture. */
interface Kind {
  kind: 'caused' | 'strange';
  key: string;
}

interface Seen {
  /** By the id of the version. */
  kinds: Map<string, Kind>;
  /** Content that certainly comes from the picture, by its ETag. */
  caused: Map<string, DecodedPicture>;
}

interface Caused {
  version: Version;
  picture: DecodedPicture | undefined;
  isRemoved: boolean;
}

/** Lists new versions. When it is unknown which ones are new, only those with the picture's name. */
async function listCaused(aws: Aws, { bucket, key, mark, before }: Trail, signal: AbortSignal) {
  const { versions, isComplete } = await listVersions(aws, { bucket, prefix: '', signal });
  // In a bucket with very many objects, the picture's own may be at the end of the list.
  const own = isComplete ? [] : (await listVersions(aws, { bucket, prefix: key, signal })).versions;
  const all = new Map([...versions, ...own].map((version) => [version.id, version]));
  return [...all.values()].filter(({ id, Key }) => Key.includes(mark) || before?.has(id) === false);
}

/**
 * Removes a version that the picture caused. It does so before it decodes the content wherever the name or the ETag tells
 * enough, because a function of a loop may read the object next.
 * @returns undefined when the version may belong to somebody else.
 */
async function removeIfCaused(
  aws: Aws,
  trail: Trail,
  version: Version,
  { kinds, caused }: Seen,
  signal: AbortSignal,
): Promise<Caused | undefined> {
  const { Key, eTag, isDeleted } = version;
  const isNamed = Key.includes(trail.mark);
  const isUsual = (Key === trail.key && version.Size === trail.source?.bytes) || trail.outputs.includes(Key);
  const isKnown = eTag !== undefined && caused.has(eTag);
  const isRead = !isDeleted && !isUsual && !isKnown && kinds.size < MOST_EXAMINED;
  kinds.set(version.id, { kind: isNamed || isKnown ? 'caused' : 'strange', key: Key });
  const remove = () => removeVersion(aws, trail.bucket, version, signal);
  const bytes = isRead ? await readBytes(aws, trail.bucket, Key) : undefined;
  const early = isNamed || isKnown ? remove() : undefined;
  const content = bytes && (await examine(bytes, trail));
  const isCaused = early !== undefined || content?.isOfPicture === true;
  if (!isCaused) return undefined;
  kinds.set(version.id, { kind: 'caused', key: Key });
  if (content?.isOfPicture && eTag !== undefined) caused.set(eTag, content.picture);
  const picture = content?.picture ?? (eTag === undefined ? undefined : caused.get(eTag));
  return { version, picture, isRemoved: await (early ?? remove()) };
}

async function readBytes(aws: Aws, bucket: string, key: string): Promise<Uint8Array | undefined> {
  const object = await readObject(aws, bucket, key).catch(() => undefined);
  return object?.bytes;
}

async function examine(bytes: Uint8Array, { mark, source, decode }: Trail) {
  const picture = await decode(bytes);
  const isAlike = source !== undefined && likenessOf(picture, source) >= LEAST_LIKENESS;
  return { picture, isOfPicture: isAlike || Buffer.from(bytes).includes(mark) };
}

/** Other pictures are less similar than this. */
const LEAST_LIKENESS = 0.9;

/**
 * Tells whether an object is neither the upload nor one of its outputs. An upload that a function has overwritten
 * counts too.
 */
function isExtra({ Key, Size, isDeleted }: Version, trail: Trail, round: number): boolean {
  const { key, outputs, further = [], source } = trail;
  if (isDeleted || [...outputs, ...further].includes(Key)) return false;
  return Key !== key || round > 0 || (source !== undefined && Size !== source.bytes);
}

function copyFacts({ Key }: Version, picture: DecodedPicture | undefined): CopyFacts {
  return { key: Key, width: picture?.width ?? 0, height: picture?.height ?? 0 };
}

function strange(known: ReadonlyMap<string, Kind>, { bucket }: Trail): string[] {
  const keys = [...known.values()].filter(({ kind }) => kind === 'strange').map(({ key }) => key);
  const told = [...new Set(keys)].map((key) => `s3://${bucket}/${key} (new, perhaps not from the grader)`);
  const more = told.length - MOST_TOLD;
  return more > 0 ? [...told.slice(0, MOST_TOLD), `${more} more new objects in s3://${bucket}`] : told;
}

function stillLooping({ aborted }: AbortSignal, { bucket }: Trail): string[] {
  return aborted ? [`s3://${bucket}: the grader's picture may cause more objects`] : [];
}
