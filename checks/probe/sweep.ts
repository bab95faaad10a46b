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
const PAUSE_MS = 20;
/** The most contents that are read to compare them with the picture. */
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
  const kinds = new Map<string, Kind>();
  const examine = makeExaminer(aws, trail);
  const left = new Set<string>();
  const unseen: string[] = [];
  const copies = new Map<string, CopyFacts>();
  const working = new Set<Promise<void>>();
  let quietSince = performance.now();
  const furtherUntil = performance.now() + FURTHER_MS;
  const isAwaited = () =>
    performance.now() < furtherUntil &&
    (trail.further ?? []).some((key) => ![...kinds.values()].some((one) => one.key === key));
  const take = async (version: Version, round: number) => {
    const caused = await removeIfCaused(aws, trail, version, { kinds, examine, signal });
    if (caused === undefined) return;
    if (!caused.isRemoved) left.add(`s3://${trail.bucket}/${version.Key}`);
    if (!isExtra(version, trail, round)) return;
    copies.set(version.Key, copyFacts(version, caused.picture));
    quietSince = performance.now();
  };
  try {
    for (let round = 0; ; round++) {
      const fresh = (await listCaused(aws, trail, signal)).filter(({ id }) => !kinds.has(id));
      for (const version of fresh) {
        const work: Promise<void> = take(version, round).finally(() => working.delete(work));
        working.add(work);
      }
      // Decoding a new content takes a while. In the meantime, the next look finds copies whose content is known.
      await Promise.race([Promise.all(working), pauseFor(PAUSE_MS, signal)]);
      const mayCome = working.size > 0 || !trail.isComplete || copies.size > 0;
      const isQuiet = !mayCome || (working.size === 0 && performance.now() - quietSince > QUIET_MS);
      if (isQuiet && !isAwaited()) break;
      if (signal.aborted) break;
      if (working.size === 0) await pauseFor(PAUSE_MS, signal);
    }
  } catch {
    // The bucket could not be read, so the report names what to look for.
    unseen.push(`s3://${trail.bucket}/${trail.key}`, `s3://${trail.bucket}/…${trail.mark}…`);
  }
  await Promise.all(working);
  return {
    left: [...left, ...unseen, ...strange(kinds, trail), ...stillLooping(signal, trail)],
    removable: [...left],
    copies: [...copies.values()],
  };
}

/** `strange`: new in the bucket, and perhaps of the picture. */
interface Kind {
  kind: 'caused' | 'strange';
  key: string;
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

interface Sweeping {
  /** The versions that were seen, by their id. */
  kinds: Map<string, Kind>;
  examine: ReturnType<typeof makeExaminer>;
  signal: AbortSignal;
}

/**
 * Removes a version that the picture caused, as soon as its name or its content tells. A function of a loop may read it next.
 * @returns undefined when the version may belong to somebody else.
 */
async function removeIfCaused(
  aws: Aws,
  trail: Trail,
  version: Version,
  { kinds, examine, signal }: Sweeping,
): Promise<Caused | undefined> {
  const { id, Key, Size, isDeleted } = version;
  const isNamed = Key.includes(trail.mark);
  const isUsual = (Key === trail.key && Size === trail.source?.bytes) || trail.outputs.includes(Key);
  kinds.set(id, { kind: isNamed ? 'caused' : 'strange', key: Key });
  const examined = isDeleted || isUsual ? undefined : examine(version);
  const remove = () => removeVersion(aws, trail.bucket, version, signal);
  // The content of a removed version could not be read any more.
  if (isNamed) await examined?.bytes;
  const early = isNamed ? remove() : undefined;
  const content = await examined?.content;
  if (early === undefined && !content?.isOfPicture) return undefined;
  kinds.set(id, { kind: 'caused', key: Key });
  return { version, picture: content?.picture, isRemoved: await (early ?? remove()) };
}

/**
 * Makes a function that reads and decodes each content once. In a loop, many copies have the same content, and therefore the same
 * ETag. The function returns undefined when it has examined enough.
 */
function makeExaminer(aws: Aws, trail: Trail) {
  const known = new Map<string, ReturnType<typeof examine>>();
  const examine = (key: string) => {
    const bytes = readObject(aws, trail.bucket, key).then(
      (object) => object?.bytes,
      () => undefined,
    );
    return { bytes, content: bytes.then((read) => read && decodeAndCompare(read, trail)) };
  };
  return ({ Key, eTag = Key }: Version) => {
    const earlier = known.get(eTag);
    if (earlier || known.size >= MOST_EXAMINED) return earlier;
    const examined = examine(Key);
    known.set(eTag, examined);
    // Another copy may still exist.
    void examined.bytes.then((read) => read ?? known.delete(eTag));
    return examined;
  };
}

async function decodeAndCompare(bytes: Uint8Array, { mark, source, decode }: Trail) {
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
