import { createHash } from 'node:crypto';
import type { Facts, StackFacts } from '../account/facts.ts';
import { foundIn } from '../account/seen.ts';
import { LAB_OUTPUT_NAMES } from '../lab/output-names.ts';

/** What shows that two learners may share their work. Account ids are masked. */
export interface Traces {
  /** Names that a learner chooses: of the bucket and the topic, and keys of uploads and outputs. */
  names: string[];
  /** Hashes of the learner's own upload and of its outputs. The grader's own picture is left out. */
  pictures: { what: 'upload' | 'output'; key: string; hash: string }[];
  /** The stack that created the lab, and the seconds that it took as far as AWS reports them. */
  stack: { name: string; seconds: number | null } | null;
}

/** @param facts with masked account ids. */
export function tracesOf(facts: Facts): Traces {
  const bucket = foundIn(facts.bucket);
  const topic = foundIn(facts.topic);
  const stack = facts.builtBy && foundIn(facts.builtBy);
  const pictures = picturesOf(facts);
  const keys = [...(bucket?.uploads.map(({ key }) => key) ?? []), ...pictures.map(({ key }) => key)];
  return {
    names: [...new Set([bucket?.name, topic?.name, ...keys].flatMap((name) => name ?? []))],
    pictures,
    stack: stack ? { name: stack.name, seconds: secondsOf(stack) } : null,
  };
}

function secondsOf({ createdAt, changedAt }: StackFacts): number | null {
  if (createdAt === undefined || changedAt === undefined) return null;
  return Math.max(0, Math.round((Date.parse(changedAt) - Date.parse(createdAt)) / 1000));
}

/** Returns the latest change of the lab that AWS reports: ISO 8601, or null. */
export function lastChange({ queues, functions, roles, bucket, builtBy }: Facts): string | null {
  const times = [
    ...LAB_OUTPUT_NAMES.flatMap((end) => [
      foundIn(queues[end])?.changedAt,
      foundIn(functions[end])?.changedAt,
    ]),
    ...[roles.custom, roles.lab].map((role) => foundIn(role)?.createdAt),
    ...(foundIn(bucket)?.uploads.map(({ at }) => at) ?? []),
    builtBy && foundIn(builtBy)?.changedAt,
  ];
  return (
    times
      .flatMap((at) => at ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

function picturesOf({ journey }: Facts): Traces['pictures'] {
  const followed = foundIn(journey);
  if (followed?.by !== 'learner') return [];
  const outputs = LAB_OUTPUT_NAMES.flatMap((end) => foundIn(followed.ends[end].output) ?? []);
  return [
    { what: 'upload', picture: followed.source } as const,
    ...outputs.map((picture) => ({ what: 'output', picture }) as const),
  ]
    .filter(({ picture }) => picture.preview !== '')
    .map(({ what, picture }) => ({ what, key: picture.key, hash: hashOf(picture.bytes, picture.preview) }));
}

/** The preview is made of the pixels. With the size of the file, it stands for its bytes. */
function hashOf(bytes: number, preview: string): string {
  return createHash('sha256').update(`${bytes}:${preview}`).digest('hex').slice(0, 32);
}
