import { createHash, randomInt } from 'node:crypto';

/**
 * The name of a picture that the probe uploads. It is as difficult as a learner's can be, and nobody can know it
 * beforehand.
 */
export interface PictureName {
  /** A part that no other name has. It survives every encoding of a key. */
  mark: string;
  /** `ingest/Köln+anna IMG_20240712_091533.jpg` */
  key: string;
}

/**
 * Makes a name such as cameras and people use, with a space, a plus sign and a non-ASCII letter in random places. A
 * function cannot know it beforehand. The grader recognizes its own pictures by their names later, on any machine: it
 * uses only one in 4,096 of such names, chosen by the name's hash.
 */
export function namePicture(): PictureName {
  for (;;) {
    const mark = pick([cameraMark, phoneMark, wordsMark])();
    const name = arrange(mark);
    if (hasOwnHash(name)) return { mark, key: `ingest/${name}.jpg` };
  }
}

/**
 * Tells whether the probe may have uploaded this object, now or in a run whose clean-up failed. Then it is not the
 * learner's upload.
 */
export function isProbeKey(key: string): boolean {
  // The grader used these names until 2026.
  if (/^ingest\/check-[0-9a-f]{8} ü\+1\.jpg$/.test(key)) return true;
  const name = stemOf(key);
  return key === `ingest/${name}.jpg` && isDifficult(name) && hasOwnHash(name);
}

/** Returns what a key and its outputs have in common: the path below `ingest/` without the ending. */
export function stemOf(key: string): string {
  return key.slice(key.indexOf('/') + 1).replace(/\.jpg$/, '');
}

/** Tells whether a name has everything that makes keys difficult: a space, a plus sign and a non-ASCII letter. */
function isDifficult(name: string): boolean {
  return name.includes(' ') && name.includes('+') && /[^\p{ASCII}]/u.test(name);
}

function hasOwnHash(name: string): boolean {
  const [first = 1, second = 0] = createHash('sha256').update(`probe of the image lab: ${name}`).digest();
  return first === 0 && second < 16;
}

/** A name as Android's cameras give it: `IMG_20240712_091533`. */
function cameraMark(): string {
  return `IMG_${randomDate()}_${randomTime()}`;
}

/** A name with milliseconds: `PXL_20240712_091533084`. */
function phoneMark(): string {
  return `PXL_${randomDate()}_${randomTime()}${digits(randomInt(1000), 3)}`;
}

function wordsMark(): string {
  return `${pick(WORDS)}-${pick(WORDS)}-${digits(randomInt(1e6), 6)}`;
}

function arrange(mark: string): string {
  const count = randomInt(2) === 0 ? [] : [`(${randomInt(1, 10)})`];
  const parts = shuffle([mark, pick(PLACES), pick(WORDS), ...count]);
  const between = shuffle([' ', '+', ...count.map(() => pick([' ', '+', '_', ', ', ' & ']))]);
  return parts.map((part, index) => part + (between[index] ?? '')).join('');
}

function randomDate(): string {
  const day = new Date(Date.UTC(2019, 0, 1) + randomInt(2800) * 86_400_000);
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}

function randomTime(): string {
  return [24, 60, 60].map((limit) => digits(randomInt(limit), 2)).join('');
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function pick<T>(list: readonly T[]): T {
  const picked = list[randomInt(list.length)];
  if (picked === undefined) throw new Error('Expected a list with at least one item, but it is empty.');
  return picked;
}

function shuffle<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, at: randomInt(2 ** 32) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

const PLACES = [
  ...[
    'Köln',
    'Zürich',
    'São Paulo',
    'Málaga',
    'Århus',
    'Łódź',
    'Besançon',
    'Reykjavík',
    'Ñuñoa',
    'Průhonice',
  ],
  ...['Αθήνα', 'Київ', '東京', '서울', 'été', 'Grüße', 'Übung', 'fête', 'mañana', 'İzmir'],
];
const WORDS = [
  ...['anna', 'ben', 'beach', 'birthday', 'bridge', 'cat', 'coffee', 'dinner', 'family', 'flowers', 'forest'],
  ...['garden', 'harbour', 'holiday', 'house', 'kitchen', 'lake', 'lena', 'market', 'mountain', 'party'],
  ...[
    'portrait',
    'river',
    'school',
    'selfie',
    'snow',
    'street',
    'summer',
    'sunset',
    'trip',
    'wedding',
    'winter',
  ],
];
