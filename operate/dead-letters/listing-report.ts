import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { nameOfArn } from '../../checks/observe/place.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { ListedLetter, ListedQueue } from './listing.ts';

const WIDTH = 80;
const INDENT = ' '.repeat(2);
const LABEL = 10;

/** What lies in the dead-letter queues, for a terminal of 80 columns. */
export function renderListing(queues: readonly ListedQueue[], notes: readonly string[]): string {
  const now = Date.now();
  const [full, empty] = [queues.filter(isFull), queues.filter((queue) => !isFull(queue))];
  const names = empty.map(({ queue }) => queue.name).join(' and ');
  return [
    ...full.map((queue) => renderQueue(queue, now)),
    ...(names === '' ? [] : [wrap(`Nothing lies in ${names}.`)]),
    ...notes.map(wrap),
  ].join('\n\n');
}

/** `1 message`, `2 messages`. */
export function countMessages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}

function isFull({ letters, about }: ListedQueue): boolean {
  return letters.length + about > 0;
}

/** A dead-letter queue with a block for each message. @param now milliseconds. */
export function renderQueue({ queue, letters, about }: ListedQueue, now: number): string {
  const sources = queue.sources.map(({ name }) => name).join(' and ');
  const unseen = about > letters.length ? ` of about ${about}` : '';
  const count = unseen ? `${letters.length}${unseen} messages` : countMessages(letters.length);
  const heading = `${styleText('bold', queue.name)}: ${count}, from ${sources}`;
  const more = unseen
    ? [
        wrap(
          'The others are being looked at by somebody else, or SQS has counted wrongly: look again in two minutes.',
        ),
      ]
    : [];
  return [wrapAnsi(heading, WIDTH), ...more, ...letters.map((letter) => renderLetter(letter, now))].join(
    '\n\n',
  );
}

function renderLetter(letter: ListedLetter, now: number): string {
  const { messageId, sentAt } = letter;
  const sent = new Date(sentAt)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return [
    wrap(styleText('bold', titleOf(letter))),
    ...placesOf(letter).map((place) => row('in', place)),
    row('sent', `${sent}, ${ago(now - sentAt)}`),
    row('came', wayOf(letter)),
    row('because', reasonOf(letter)),
    ...logOf(letter),
    row('message', messageId),
  ].join('\n');
}

/** What it is about, in a few words. */
export function titleOf({ content }: DeadLetter): string {
  switch (content.kind) {
    case 'objects':
      return content.objects.map(({ key }) => printable(key)).join(', ');
    case 's3-test-event':
      return `S3's test event for ${content.bucket}`;
    case 'other':
      return `not an upload: ${printable(content.text.slice(0, 60))}`;
    case 'unreadable':
      return `unreadable: ${printable(content.problem.slice(0, 200))}`;
  }
}

function placesOf({ content }: DeadLetter): string[] {
  if (content.kind !== 'objects') return [];
  return content.objects.map(({ bucket, versionId }) =>
    versionId === undefined ? bucket : `${bucket}, version ${versionId}`,
  );
}

function wayOf({ movedFrom, receiveCount, source }: ListedLetter): string {
  const received = `received ${receiveCount} ${receiveCount === 1 ? 'time' : 'times'} by now, this look included`;
  if (movedFrom === undefined) return `not by way of a queue; ${received}`;
  const tries = source?.maxReceiveCount;
  return `from ${nameOfArn(movedFrom)}${tries ? ` after ${tries} tries` : ''}; ${received}`;
}

/** Why it is there, in a sentence. */
export function reasonOf({ reason, source, content }: ListedLetter): string {
  switch (reason.kind) {
    case 'logged':
      return printable(withoutObject(reason.text, content));
    case 'probable':
      return `probably: ${printable(reason.text)} (Of that time there is such a run, which names nothing that it worked on.)`;
    case 'not-delivered':
      return `SNS could not deliver it${source ? ` to ${source.name}` : ''}, or somebody sent it here. The queue's access policy or its key may have kept SNS out: npm run check -- --task 2 --read-only`;
    case 'unknown':
      return printable(reason.text);
  }
}

/** The block says already which picture it is. */
function withoutObject(text: string, content: DeadLetter['content']): string {
  if (content.kind !== 'objects') return text;
  const prefix = content.objects
    .map(({ bucket, key }) => `s3://${bucket}/${key}: `)
    .find((one) => text.startsWith(one));
  return prefix === undefined ? text : text.slice(prefix.length);
}

function logOf({ reason }: ListedLetter): string[] {
  return 'requestId' in reason ? [row('log', `${reason.logGroup}, request ${reason.requestId}`)] : [];
}

function row(label: string, text: string): string {
  const lines = wrapAnsi(text, WIDTH - INDENT.length - LABEL, { hard: true }).split('\n');
  const [first = '', ...more] = lines;
  const indent = INDENT + ' '.repeat(LABEL);
  return [
    `${INDENT}${styleText('dim', label.padEnd(LABEL))}${first}`,
    ...more.map((line) => indent + line),
  ].join('\n');
}

function wrap(text: string): string {
  return wrapAnsi(text, WIDTH, { hard: true });
}

/** Keys and log lines may hold what a terminal would obey. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `3 minutes ago`. */
function ago(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
