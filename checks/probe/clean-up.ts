import type { Aws } from '../aws.ts';
import { ENDS } from '../facts.ts';
import { pauseFor, poll } from './poll.ts';
import { countMessages, searchQueue } from './queue-search.ts';
import { removeObjects } from './remove-objects.ts';
import type { Station } from './stations.ts';

/** What the probe made, as far as it knows. */
export interface Made {
  /** The picture, once its upload was begun. */
  picture: UploadedPicture | undefined;
  /** Texts in the messages that the probe sent, or caused. */
  marks: readonly string[];
  /** Stations whose consumer has not dealt with one of them, as far as was seen. */
  notDealtWith: ReadonlySet<Station>;
}

export interface UploadedPicture {
  bucket: string;
  key: string;
  /** Part of its key, and of its outputs'. */
  mark: string;
  /** Keys of the outputs that were seen. */
  outputs: readonly string[];
  /** Whether one was seen at each end: else more may come, or be elsewhere. */
  isComplete: boolean;
}

/** It is given up after this. */
const LONGEST_MS = 10_000;
/** So long a function that is late has to write its output, or to be done with a message. */
const LATE_MS = 1000;

/** Removes what the probe made. @returns what could not be removed; never throws. */
export async function cleanUp(aws: Aws, stations: readonly Station[], made: Made): Promise<string[]> {
  const { picture } = made;
  const signal = AbortSignal.timeout(LONGEST_MS);
  const objects = picture ? await removePicture(aws, picture, signal) : [];
  // To remove a picture can send messages as well.
  const [late, ...messages] = await Promise.all([
    picture && !picture.isComplete ? removeLate(aws, picture, signal) : [],
    ...stations.map((station) => removeMessages(aws, station, made, signal)),
  ]);
  return [...new Set([...objects, ...late, ...messages.flat()])];
}

/** The upload goes first: a function that begins now finds nothing to do. */
async function removePicture(
  aws: Aws,
  { bucket, key, mark, outputs }: UploadedPicture,
  signal: AbortSignal,
): Promise<string[]> {
  const left = await removeObjects(aws, { bucket, prefix: key, mark, signal });
  const usual = ENDS.map((end) => `${end}/${mark}`);
  const unusual = outputs.filter((output) => !usual.some((prefix) => output.startsWith(prefix)));
  const more = await Promise.all(
    [...usual, ...unusual].map((prefix) => removeObjects(aws, { bucket, prefix, mark, signal })),
  );
  return [...left, ...more.flat()];
}

/** Wherever in the bucket a function has put its output. */
async function removeLate(
  aws: Aws,
  { bucket, mark }: UploadedPicture,
  signal: AbortSignal,
): Promise<string[]> {
  await pauseFor(LATE_MS);
  return removeObjects(aws, { bucket, prefix: '', mark, signal });
}

async function removeMessages(
  aws: Aws,
  station: Station,
  { marks, notDealtWith }: Made,
  signal: AbortSignal,
): Promise<string[]> {
  const { queue, consumer } = station;
  if (queue.kind !== 'found' || marks.length === 0) return [];
  const { name, url, messagesBefore } = queue.value;
  try {
    if (consumer.kind === 'found' && consumer.value === null) {
      return (await takeAll(aws, url, marks, signal)) ? [] : [`messages in ${name}`];
    }
    if (!notDealtWith.has(station)) return [];
    // It may be at work on it just now.
    const isDone = await poll(
      async () => {
        const { arrived, delayed } = await countMessages(aws, url);
        return arrived + delayed <= messagesBefore ? true : undefined;
      },
      { milliseconds: LATE_MS, signal },
    );
    if (isDone) return [];
    const who = consumer.kind === 'found' && consumer.value ? consumer.value.name : 'its consumer';
    return [`a message in ${name}, with which ${who} has not dealt yet`];
  } catch {
    return [`messages in ${name}`];
  }
}

async function takeAll(
  aws: Aws,
  url: string,
  marks: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const search = searchQueue(aws, url);
  try {
    while (!signal.aborted) if ((await search.take(marks)) === 0) return true;
    return false;
  } finally {
    await search.putBack();
  }
}
