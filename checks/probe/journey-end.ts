import type { Aws } from '../aws.ts';
import type { InvocationFacts, JourneyEnd, OutputFacts, Seen } from '../facts.ts';
import { see } from '../trouble.ts';
import { askWhyNotLoaded } from './ask-function.ts';
import { hasFailed, invocationCausedBy } from './caused-by.ts';
import type { Decode, DecodedPicture } from './decode-picture.ts';
import { readInvocations } from './invocations.ts';
import { readOutput } from './output-facts.ts';
import { listObjects } from './outputs.ts';
import { type Patience, poll } from './poll.ts';
import { countMessages } from './queue-search.ts';
import type { Station } from './stations.ts';

/** A picture that was uploaded. */
export interface Upload {
  bucket: string;
  /** Part of its name, and of its outputs'. */
  mark: string;
  source: DecodedPicture;
  decode: Decode;
  /** Milliseconds of AWS's clock. */
  startedAt: number;
  /** Milliseconds of this process. */
  doneAt: number;
}

export interface EndOptions {
  patience: Patience & { isBroken: boolean };
  others: ReadonlySet<string>;
  say: (line: string) => void;
}

/** What was seen at one end so far. */
interface Sight {
  invocation: Seen<InvocationFacts>;
  output: Seen<{ key: string; seenAfterMs: number }>;
}

/** So long a function that has failed is given to be tried again, or to make its output after all. */
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
  let sight: Sight = { invocation: { kind: 'absent' }, output: { kind: 'absent' } };
  const narrate = sayOnce(options.say);
  const since = { output: 0, ended: 0 };
  await poll(async () => {
    sight = await look(aws, station, upload, sight, options);
    if (sight.output.kind === 'found') since.output ||= performance.now();
    if (hasEnded(sight)) since.ended ||= performance.now();
    const missing = missingIn(sight, station);
    if (missing !== undefined) narrate(`waits for ${missing}`);
    return missing === undefined || isOver(sight, since) ? true : undefined;
  }, options.patience);
  const waitedMs = Math.round(performance.now() - upload.doneAt);
  return { ...(await conclude(aws, station, upload, sight)), waitedMs };
}

async function look(
  aws: Aws,
  station: Station,
  upload: Upload,
  before: Sight,
  options: EndOptions,
): Promise<Sight> {
  const [invocation, output] = await Promise.all([
    isReported(before) ? before.invocation : lookAtLog(aws, station, upload, options),
    before.output.kind === 'found' ? before.output : lookForOutput(aws, station, upload, before),
  ]);
  return { invocation, output };
}

async function lookAtLog(
  aws: Aws,
  { worker }: Station,
  { mark, startedAt }: Upload,
  { patience, others }: EndOptions,
): Promise<Seen<InvocationFacts>> {
  if (worker === undefined) return { kind: 'absent' };
  // What cannot happen is not found by an invocation that something else may have caused.
  const unnamed = !patience.isBroken && { unlike: namesSomethingElse, others };
  return see('logs:FilterLogEvents', async () => {
    const invocations = await readInvocations(aws, {
      logGroup: worker.logGroup,
      from: Math.floor(startedAt) - 1000,
    });
    return invocationCausedBy(invocations, { names: [mark], since: startedAt, unnamed }, worker);
  });
}

function namesSomethingElse(line: string): boolean {
  return /ingest(\/|%2F)|s3:TestEvent|Testing Hello world/i.test(line);
}

async function lookForOutput(
  aws: Aws,
  { end }: Station,
  { bucket, mark, doneAt }: Upload,
  before: Sight,
): Promise<Sight['output']> {
  return see('s3:ListBucket', async () => {
    const sameName = await listObjects(aws, bucket, `${end}/${mark}`);
    // Other functions may give it another name: looked for in the whole folder once they are done.
    const listed =
      sameName.length > 0 || !hasEnded(before) ? sameName : await listObjects(aws, bucket, `${end}/`);
    const found = listed.find(({ key }) => key.includes(mark));
    return found && { key: found.key, seenAfterMs: Math.round(performance.now() - doneAt) };
  });
}

function isReported({ invocation }: Sight): boolean {
  return invocation.kind === 'found' && invocation.value.report !== null && !hasFailed(invocation.value);
}

function hasEnded({ invocation }: Sight): boolean {
  return invocation.kind === 'found' && invocation.value.endedAt !== null;
}

/** In words; undefined when all is there. */
function missingIn({ invocation, output }: Sight, { end, worker }: Station): string | undefined {
  const log = worker && `the log of ${worker.name}`;
  if (output.kind !== 'found') return [`the picture below ${end}/`, log].filter(Boolean).join(' and ');
  if (invocation.kind === 'unreadable') return undefined;
  return invocation.kind === 'found' && invocation.value.report !== null ? undefined : log;
}

/** Whether something is missing and will not come. */
function isOver({ output }: Sight, since: { output: number; ended: number }): boolean {
  const now = performance.now();
  if (output.kind === 'found') return now - since.output > LOG_GRACE_MS;
  return since.ended > 0 && now - since.ended > GRACE_MS;
}

async function conclude(
  aws: Aws,
  station: Station,
  upload: Upload,
  { invocation, output }: Sight,
): Promise<Omit<JourneyEnd, 'waitedMs'>> {
  if (output.kind === 'found') {
    const { key, seenAfterMs } = output.value;
    const place = { bucket: upload.bucket, key };
    const { decode, source } = upload;
    const picture: Seen<OutputFacts> = await see('s3:GetObject', () =>
      readOutput(aws, place, { decode, source, seenAfterMs }),
    );
    return { invocation, output: picture, messagesLeft: null };
  }
  const { queue } = station;
  const messages =
    queue.kind === 'found'
      ? await see('sqs:GetQueueAttributes', () => countMessages(aws, queue.value.url))
      : queue;
  const messagesLeft =
    messages.kind === 'found' && typeof messages.value === 'number' ? messages.value : null;
  return { invocation: await explained(aws, station, invocation), output, messagesLeft };
}

/** Asks the function itself, when it made nothing and its log does not tell why. */
async function explained(
  aws: Aws,
  { worker }: Station,
  invocation: Seen<InvocationFacts>,
): Promise<Seen<InvocationFacts>> {
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
