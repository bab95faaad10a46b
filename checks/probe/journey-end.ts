import type { Aws } from '../aws.ts';
import type { JourneyEnd } from '../facts.ts';
import { see } from '../trouble.ts';
import { askWhyNotLoaded } from './ask-function.ts';
import { hasFailed } from './caused-by.ts';
import { readOutput } from './output-facts.ts';
import { type Patience, poll } from './poll.ts';
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

export interface EndOptions extends LookOptions {
  patience: Patience;
  say: (line: string) => void;
}

/** So long a function that has ended has to be tried again, to make its output after all, or to name the upload. */
const GRACE_MS = 3000;
/** So long the log may come behind the output. */
const LOG_GRACE_MS = 20_000;

/** Follows an upload to one end: to its output and the invocation's REPORT line, or until nothing more will come. */
export async function followEnd(
  aws: Aws,
  station: Station,
  upload: Upload,
  options: EndOptions,
): Promise<JourneyEnd> {
  let sight = NOTHING_SEEN;
  const narrate = sayOnce(options.say);
  const since: Since = { output: 0, ended: 0 };
  await poll(async () => {
    sight = await look(aws, station, upload, sight, options);
    if (sight.output.kind === 'found') since.output ||= performance.now();
    if (hasEnded(sight)) since.ended ||= performance.now();
    const missing = missingIn(sight, station);
    if (missing !== undefined) narrate(`waits for ${missing}`);
    return missing === undefined || isOver(sight, since) ? true : undefined;
  }, options.patience);
  const waitedMs = Math.round(performance.now() - upload.doneAt);
  if (sight.output.kind === 'absent') {
    sight = { ...sight, output: await lookForOutput(aws, station, upload, true) };
  }
  return { ...(await conclude(aws, station, upload, sight)), waitedMs };
}

/** In words; undefined when all is there. */
function missingIn(sight: Sight, { end, worker }: Station): string | undefined {
  const log = worker && `the log of ${worker.name}`;
  if (sight.output.kind !== 'found') return [`the picture below ${end}/`, log].filter(Boolean).join(' and ');
  return sight.invocation.kind === 'unreadable' || isCertain(sight) ? undefined : log;
}

/** Milliseconds of this process; 0 when it was not seen yet. */
interface Since {
  output: number;
  ended: number;
}

/** Whether what is missing will not come. */
function isOver(sight: Sight, since: Since): boolean {
  const { invocation, output } = sight;
  if (isHopeless(output) && (isHopeless(invocation) || isCertain(sight))) return true;
  const now = performance.now();
  if (since.ended > 0 && now - Math.max(since.ended, since.output) > GRACE_MS) return true;
  return since.output > 0 && invocation.kind === 'absent' && now - since.output > LOG_GRACE_MS;
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
  const [explained, messagesLeft] = await Promise.all([
    explain(aws, station, invocation),
    countLeft(aws, station),
  ]);
  return { invocation: explained, output, messagesLeft };
}

async function countLeft(aws: Aws, { queue }: Station): Promise<number | null> {
  if (queue.kind !== 'found') return null;
  const counts = await see('sqs:GetQueueAttributes', () => countMessages(aws, queue.value.url));
  return counts.kind === 'found' ? counts.value.arrived + counts.value.delayed : null;
}

/** Asks the function itself, when it made nothing and its log does not tell why. */
async function explain(
  aws: Aws,
  { worker }: Station,
  invocation: Sight['invocation'],
): Promise<Sight['invocation']> {
  if (invocation.kind !== 'found' || worker === undefined) return invocation;
  const { value } = invocation;
  if (value.endedAt === null || hasFailed(value)) return invocation;
  const told = await see('lambda:InvokeFunction', () => askWhyNotLoaded(aws, worker.name));
  return told.kind === 'found' ? { kind: 'found', value: { ...value, errors: [told.value] } } : invocation;
}

function sayOnce(say: (line: string) => void): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last) say(line);
    last = line;
  };
}
