import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { nameOfArn } from '../../account/observe/place.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { DeadLetter } from './dead-letter.ts';
import { inWorkInWords } from './in-work.ts';
import type { ListedLetter, ListedQueue } from './listing.ts';

const WIDTH = 80;
const INDENT = ' '.repeat(2);
const LABEL = 10;

/** Renders the messages in the dead-letter queues for a terminal with 80 columns. */
export function renderListing(queues: readonly ListedQueue[], notes: readonly string[]): string {
  const now = Date.now();
  const [full, empty] = [queues.filter(isFull), queues.filter((queue) => !isFull(queue))];
  const names = empty.map(({ queue }) => queue.name).join(' and ');
  const are = empty.length === 1 ? 'is' : 'are';
  return [
    ...full.map((queue) => renderQueue(queue, now)),
    ...(names === '' ? [] : [wrap(`${names} ${are} empty.`)]),
    ...[...new Set(queues.flatMap(({ inWork }) => inWork.map(inWorkInWords)))].map(wrap),
    ...notes.map(wrap),
  ].join('\n\n');
}

/** Returns `1 message` or `2 messages`. */
export function countMessages(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}

function isFull({ letters, about }: ListedQueue): boolean {
  return letters.length + about > 0;
}

/** Renders a dead-letter queue with a block for each message. @param now milliseconds. */
export function renderQueue({ queue, letters, about }: ListedQueue, now: number): string {
  const sources = queue.sources.map(({ name }) => name).join(' and ');
  const unseen = about > letters.length ? ` of about ${about}` : '';
  const count = unseen ? `${letters.length}${unseen} messages` : countMessages(letters.length);
  const heading = `${styleText('bold', queue.name)}: ${count}, from ${sources}`;
  const more = unseen
    ? [
        wrap(
          'Somebody else may have received the other messages, or the count of SQS is not exact. Try again in two minutes.',
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
    ...placesOf(letter).map((place) => row('bucket', place)),
    row('sent', `${sent}, ${ago(now - sentAt)}`),
    row('from', wayOf(letter)),
    row('reason', reasonOf(letter)),
    ...logOf(letter),
    row('message', messageId),
  ].join('\n');
}

/** Returns a short title: the keys of the uploads, or what the message contains instead. */
export function titleOf({ content }: DeadLetter): string {
  switch (content.kind) {
    case 'objects':
      return content.objects.map(({ key }) => printable(key)).join(', ');
    case 's3-test-event':
      return `S3 test event for ${content.bucket}`;
    case 'other':
      return `not an S3 notification: ${printable(content.text.slice(0, 60))}`;
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
  const received = `received ${receiveCount} ${receiveCount === 1 ? 'time' : 'times'}, including this listing`;
  if (movedFrom === undefined) return `unknown, because SQS did not move it here; ${received}`;
  const tries = source?.maxReceiveCount;
  return `${nameOfArn(movedFrom)}${tries ? ` after ${tries} tries` : ''}; ${received}`;
}

/** Explains in a sentence why the message is in the dead-letter queue. */
export function reasonOf({ reason, source, content }: ListedLetter): string {
  switch (reason.kind) {
    case 'logged':
      return printable(withoutObject(reason.text, content));
    case 'probable':
      return `probably: ${printable(reason.text)} (An invocation failed at that time. Its log does not name a picture.)`;
    case 'not-delivered':
      return `SNS could not deliver the message${source ? ` to ${source.name}` : ''}, or somebody sent it here. The access policy or the KMS key of the queue may deny access to SNS. To check: npm run check -- --task 2 --read-only`;
    case 'unknown':
      return printable(reason.text);
  }
}

/** Removes the name of the picture, because the block has it as its title. */
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

/** Removes control sequences, because keys and log lines can contain them. */
function printable(text: string): string {
  return cleanText(text);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Returns a text such as `3 minutes ago`. */
function ago(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(milliseconds / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
