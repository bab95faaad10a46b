import type { Aws } from '../../aws/clients.ts';
import { type Hope, poll } from '../../aws/poll.ts';
import type { JourneyEnd } from '../facts.ts';
import { hasFailed } from '../logs/caused-by.ts';
import { foundIn, see } from '../seen.ts';
import { askWhyNotLoaded } from './ask-function.ts';
import { readOutput } from './output-facts.ts';
import { countMessages } from './queue-search.ts';
import {
  hasEnded,
  isCertain,
  isHopeless,
  type LookOptions,
  look,
  lookForOutput,
  NOTHING_SEEN,
  type Sight,
  type Upload,
} from './sight.ts';
import type { Station } from './stations.ts';

export interface OutputOptions extends LookOptions {
  patience: Hope;
  say: (line: string) => void;
}

/** Follows an upload to one output, until the output and the REPORT line are there or nothing more can come. */
export async function followToOutput(
  aws: Aws,
  station: Station,
  upload: Upload,
  options: OutputOptions,
): Promise<JourneyEnd> {
  let sight = NOTHING_SEEN;
  const narrate = sayOnce(options.say);
  const since: Since = { output: 0, ended: 0 };
  await poll(async () => {
    // Counted before the look, so that the look sees what a function that has deleted its message left behind.
    const isGone = await isInNoQueue(aws, station, upload, options.patience);
    sight = await look(aws, station, upload, sight, options);
    if (sight.output.kind === 'found') since.output ||= performance.now();
    if (hasEnded(sight)) since.ended ||= performance.now();
    const missing = missingIn(sight, station);
    if (missing !== undefined) narrate(`Waiting for ${missing}`);
    if (missing === undefined || isOver(sight, since, options.patience)) return true;
    return (isGone && isUnseen(sight)) || undefined;
  }, options.patience);
  const waitedMs = Math.round(performance.now() - upload.doneAt);
  if (sight.output.kind === 'absent') {
    sight = { ...sight, output: await lookForOutput(aws, station, upload, true) };
  }
  return { ...(await conclude(aws, station, upload, sight)), waitedMs };
}

/** Names what is missing; undefined when everything is there. */
function missingIn(sight: Sight, { end, worker }: Station): string | undefined {
  const log = worker && `the log of ${worker.name}`;
  if (sight.output.kind !== 'found') return [`the picture in ${end}/`, log].filter(Boolean).join(' and ');
  return sight.invocation.kind === 'unreadable' || isCertain(sight) ? undefined : log;
}

/** Milliseconds on this process's clock; 0 when it was not seen yet. */
interface Since {
  output: number;
  ended: number;
}

/** Tells whether the missing parts can no longer come. */
function isOver(sight: Sight, since: Since, { isMute, pace }: Hope): boolean {
  const { invocation, output } = sight;
  if (isHopeless(output) && (isHopeless(invocation) || isCertain(sight))) return true;
  const now = performance.now();
  if (since.ended > 0 && now - Math.max(since.ended, since.output) > pace.graceMs) return true;
  const logGraceMs = isMute ? pace.graceMs : pace.logGraceMs;
  return since.output > 0 && invocation.kind === 'absent' && now - since.output > logGraceMs;
}

/** Tells whether the message is no longer on its way: it waits in no queue, and no function is processing it. */
async function isInNoQueue(
  aws: Aws,
  { queue }: Station,
  { doneAt }: Upload,
  { pace: { quietMs } }: Hope,
): Promise<boolean> {
  if (quietMs === undefined || performance.now() - doneAt < quietMs || queue.kind !== 'found') return false;
  const { arrived, delayed } = await countMessages(aws, queue.value.url);
  return arrived + delayed <= queue.value.messagesBefore;
}

function isUnseen({ invocation, output }: Sight): boolean {
  return invocation.kind === 'absent' && output.kind === 'absent';
}

async function conclude(
  aws: Aws,
  station: Station,
  upload: Upload,
  { invocation, output }: Sight,
): Promise<Omit<JourneyEnd, 'waitedMs'>> {
  if (output.kind === 'found') {
    const { key, seenAfterMs } = output.value;
    const { bucket, decode, source } = upload;
    const picture = await see('s3:GetObject', () =>
      readOutput(aws, { bucket, key }, { decode, source, seenAfterMs }),
    );
    return { invocation, output: picture, messagesLeft: null };
  }
  const [load, messagesLeft] = await Promise.all([
    askIfSilent(aws, station, invocation),
    countLeft(aws, station),
  ]);
  return { invocation: explained(invocation, load), output, messagesLeft, ...(load && { load }) };
}

async function countLeft(aws: Aws, { queue }: Station): Promise<number | null> {
  if (queue.kind !== 'found') return null;
  const counts = await see('sqs:GetQueueAttributes', () => countMessages(aws, queue.value.url));
  return counts.kind === 'found' ? counts.value.arrived + counts.value.delayed : null;
}

/** Asks Lambda why the code did not load, when the function did not run, or wrote no output and logged no error. */
async function askIfSilent(
  aws: Aws,
  { worker }: Station,
  invocation: Sight['invocation'],
): Promise<JourneyEnd['load']> {
  const value = foundIn(invocation);
  const isSilent = value === undefined || (value.endedAt !== null && !hasFailed(value));
  // Lambda throttles every invocation of a function whose reserved concurrency is zero.
  if (!isSilent || worker === undefined || worker.reservedConcurrency === 0) return undefined;
  return see('lambda:InvokeFunction', () => askWhyNotLoaded(aws, worker.name));
}

function explained(invocation: Sight['invocation'], load: JourneyEnd['load']): Sight['invocation'] {
  if (invocation.kind !== 'found' || load?.kind !== 'found') return invocation;
  return { kind: 'found', value: { ...invocation.value, errors: [load.value] } };
}

function sayOnce(say: (line: string) => void): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last) say(line);
    last = line;
  };
}
