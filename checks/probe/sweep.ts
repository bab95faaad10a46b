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
/** A loop keeps writing objects. It ends sooner when its objects are removed sooner. */
const PAUSE_MS = 50;
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
  const known = new Map<string, Kind>();
  const left = new Set<string>();
  const unseen: string[] = [];
  const copies = new Map<string, CopyFacts>();
  let quietSince = performance.now();
  const furtherUntil = performance.now() + FURTHER_MS;
  const isAwaited = () =>
    performance.now() < furtherUntil &&
    (trail.further ?? []).some((key) => ![...known.values()].some((one) => one.key === key));
  try {
    for (let round = 0; ; round++) {
      const fresh = (await listCaused(aws, trail, signal)).filter(({ id }) => !known.has(id));
      const sorted = await Promise.all(fresh.map((one) => examine(aws, trail, one, known)));
      const extras = sorted.filter(
        ({ kind, version }) => kind === 'caused' && isExtra(version, trail, round),
      );
      for (const { version, picture } of extras) copies.set(version.Key, copyFacts(version, picture));
      const removed = sorted.filter(({ kind }) => kind === 'caused');
      for (const key of await removeAll(aws, trail, removed, signal)) left.add(`s3://${trail.bucket}/${key}`);
      if (extras.length > 0) quietSince = performance.now();
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
    left: [...left, ...unseen, ...strange(known, trail), ...stillLooping(signal, trail)],
    removable: [...left],
    copies: [...copies.values()],
  };
}

/** `strange`: new in the bucket, and perhaps of the picture. */
interface Kind {
  kind: 'caused' | 'strange';
  key: string;
}

interface Examined {
  kind: Kind['kind'];
  version: Version;
  picture: DecodedPicture | undefined;
}

/** Lists new versions. When it is unknown which ones are new, only those with the picture's name. */
async function listCaused(aws: Aws, { bucket, key, mark, before }: Trail, signal: AbortSignal) {
  const { versions, isComplete } = await listVersions(aws, { bucket, prefix: '', signal });
  // In a bucket with very many objects, the picture's own may be at the end of the list.
  const own = isComplete ? [] : (await listVersions(aws, { bucket, prefix: key, signal })).versions;
  const all = new Map([...versions, ...own].map((version) => [version.id, version]));
  return [...all.values()].filter(({ id, Key }) => Key.includes(mark) || before?.has(id) === false);
}

async function examine(
  aws: Aws,
  trail: Trail,
  version: Version,
  known: Map<string, Kind>,
): Promise<Examined> {
  const isNamed = version.Key.includes(trail.mark);
  const isUsual =
    (version.Key === trail.key && version.Size === trail.source?.bytes) ||
    trail.outputs.includes(version.Key);
  const isRead = !version.isDeleted && !isUsual && known.size < MOST_EXAMINED;
  known.set(version.id, { kind: isNamed ? 'caused' : 'strange', key: version.Key });
  const content = isRead ? await read(aws, trail, version) : undefined;
  const kind = isNamed || content?.isOfPicture ? 'caused' : 'strange';
  known.set(version.id, { kind, key: version.Key });
  return { kind, version, picture: content?.picture };
}

async function read(aws: Aws, { bucket, mark, source, decode }: Trail, { Key }: Version) {
  const object = await readObject(aws, bucket, Key).catch(() => undefined);
  if (object === undefined) return undefined;
  const picture = await decode(object.bytes);
  const isAlike = source !== undefined && likenessOf(picture, source) >= LEAST_LIKENESS;
  return { picture, isOfPicture: isAlike || Buffer.from(object.bytes).includes(mark) };
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

/** @returns the keys of the objects that could not be removed. */
async function removeAll(aws: Aws, { bucket }: Trail, all: readonly Examined[], signal: AbortSignal) {
  const results = await Promise.all(
    all.map(async ({ version }) =>
      (await removeVersion(aws, bucket, version, signal)) ? [] : [version.Key],
    ),
  );
  return results.flat();
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
