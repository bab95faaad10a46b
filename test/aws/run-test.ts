import { setTimeout as sleep } from 'node:timers/promises';
import wrapAnsi from 'wrap-ansi';
import { nameOfArn, type Place } from '../../account/observe/place.ts';
import { readQueuePlace } from '../../account/observe/queue.ts';
import type { Aws } from '../../aws/clients.ts';
import { type GradeOptions, gradeAccount } from '../../checks/grade-account.ts';
import { renderFailure } from '../../cli/failure.mjs';
import { showStep } from '../../cli/progress.ts';
import { mustSee } from '../../operate/clean/must-see.ts';
import { findDeadLetterQueues } from '../../operate/dead-letters/dead-letter-queues.ts';
import { type ListedQueue, listQueue } from '../../operate/dead-letters/listing.ts';
import { moveBack } from '../../operate/dead-letters/move-back.ts';
import { type Breakage, breakThumbnails } from './breakage.ts';
import { costOfTest } from './cost-of-test.ts';
import { deployTestStack, nameTestStack, removeTestStack, type TestStack } from './test-stack.ts';
import { missingOutputs, upload } from './uploads.ts';

/** New resources and changed policies take some time to have an effect everywhere. */
const PATIENCE_SECONDS = 180;
const CONFIRM_SECONDS = 600;
const POLL_MS = 2000;
const PICTURES = ['one.jpg', 'two.jpg', 'three.jpg'];
/** The largest number of uploads. The grader uploads one picture, and the missing permission can take several to show. */
const AT_MOST = 20;

interface RunOptions {
  email: string | undefined;
  signal: AbortSignal;
}

interface Run extends RunOptions {
  aws: Aws;
  place: Place;
  stack: TestStack;
  outputs: Readonly<Record<string, string>>;
}

/** A step of the test had an unexpected result. */
class Unexpected extends Error {}

/** Runs the test and always removes what it created. @returns whether everything went as expected. */
export async function runTest(aws: Aws, place: Place, options: RunOptions): Promise<boolean> {
  const stack = nameTestStack();
  const startedAt = Date.now();
  console.log(`Account ${place.account}, ${place.region}: stack ${stack.name}`);
  let went = true;
  try {
    const outputs = await showStep('Build and deploy (sam deploy)', (say) =>
      deployTestStack(aws, { ...stack, ...options, region: place.region, say }),
    );
    await tryLab({ aws, place, stack, outputs, ...options });
  } catch (error) {
    went = false;
    console.error(
      options.signal.aborted
        ? '✗ Stopped.'
        : error instanceof Unexpected
          ? `✗ ${error.message}`
          : renderFailure(error),
    );
  }
  const left = await removeTestStack(aws, stack).catch((error) => [renderFailure(error)]);
  for (const what of left) console.error(`✗ Not removed: ${what}`);
  if (left.length > 0) console.error(`  Try: npm run clean -- --stack ${stack.name}`);
  console.log(costOfTest(AT_MOST, (Date.now() - startedAt) / 1000, place.region));
  if (went && left.length === 0) console.log('✓ Everything went as expected, and everything was removed.');
  return went && left.length === 0;
}

async function tryLab(run: Run): Promise<void> {
  const { aws, outputs, signal } = run;
  const bucket = outputs.BucketName ?? '';
  await showStep(`Upload ${PICTURES.length} pictures and wait for the outputs`, async () => {
    for (const name of PICTURES) await upload(aws, bucket, name);
    const keys = PICTURES.flatMap((name) => [`thumbnail/${name}`, `mobile/${name}`] as const);
    const missing = await missingOutputs(aws, bucket, keys, { seconds: PATIENCE_SECONDS, signal });
    expect(
      missing.length === 0,
      `Expected all outputs within ${PATIENCE_SECONDS} s, did not find ${missing.join(', ')}.`,
    );
  });
  tell(await showStep('Grade the lab', (say) => expectFullMarks(run, say)));
  // The queue URL in the outputs can have another host than the endpoint.
  const queue = mustSee(await readQueuePlace(aws, nameOfArn(outputs.ThumbnailQueueUrl ?? '')));
  const breakage = await showStep('Remove a permission of CreateThumbnail: s3:PutObject', () =>
    breakThumbnails(aws, {
      ...{ bucket, partition: run.place.partition, queueUrl: queue?.url ?? '' },
      role: `LabExecutionRole${run.stack.suffix}`,
    }),
  );
  try {
    await findAndRedrive(run, bucket, breakage);
  } finally {
    // CloudFormation does not delete a role with a policy that it did not create.
    await breakage.mend();
  }
}

async function findAndRedrive(run: Run, bucket: string, breakage: Breakage): Promise<void> {
  const failed = await showStep('Upload pictures until one fails', () => uploadUntilOneFails(run, bucket));
  tell(await showStep('Check that the grader finds the cause', (say) => expectFound(run, say)));
  const full = await showStep('Find the message among the dead letters', () => expectDeadLetter(run, failed));
  await showStep('Restore the permission and redrive', async (say) => {
    await breakage.mend();
    await redrive(run, full, `thumbnail/${failed}`, say);
  });
}

/** Grades the lab until it has all points, as long as an email is unconfirmed. @returns a sentence with the points. */
async function expectFullMarks(
  { aws, stack, email, signal }: Run,
  say: GradeOptions['say'],
): Promise<string> {
  const deadline = Date.now() + CONFIRM_SECONDS * 1000;
  for (;;) {
    const { grade } = await gradeAccount(aws, gradeOptions(stack, { signal, say, readOnly: false }));
    const bonus = email === undefined ? grade.maxBonus - 5 : grade.maxBonus;
    const lost = grade.tasks.flatMap(({ steps }) => steps).filter(({ earned, points }) => earned < points);
    const isPending = email !== undefined && lost.every(({ id }) => id.startsWith('9.'));
    if (isPending && lost.length > 0 && Date.now() < deadline && !signal.aborted) {
      say(`waiting until the link in the email to ${email} is opened`);
      await sleep(POLL_MS * 5);
      continue;
    }
    const reasons = lost.map(({ id, hint }) => `${id}: ${hint}`).join(' ');
    const is = `${grade.score} and ${grade.bonus}`;
    expect(
      grade.score === grade.maxScore && grade.bonus === bonus,
      `Expected ${grade.maxScore} points and a bonus of ${bonus}, found ${is}. ${reasons}`,
    );
    return `${grade.score} of ${grade.maxScore} points, bonus ${grade.bonus} of ${grade.maxBonus}`;
  }
}

/** Uploads several pictures, because a denial takes a while to apply. @returns the name of the first one without a thumbnail. */
async function uploadUntilOneFails({ aws, signal }: Run, bucket: string): Promise<string> {
  for (let tries = 1; tries <= 10; tries++) {
    const name = `denied-${tries}.jpg`;
    await upload(aws, bucket, name);
    const mobile = [`mobile/${name}`] as const;
    const late = await missingOutputs(aws, bucket, mobile, { seconds: PATIENCE_SECONDS, signal });
    expect(
      late.length === 0,
      `Expected mobile/${name}, which needs no changed permission, but did not find it.`,
    );
    const missing = await missingOutputs(aws, bucket, [`thumbnail/${name}`], { seconds: 20, signal });
    if (missing.length > 0) return name;
  }
  throw new Unexpected(
    'Expected a thumbnail to fail without s3:PutObject, but all of ten thumbnails were created.',
  );
}

/** @returns the hint of the grader. */
async function expectFound({ aws, stack, signal }: Run, say: GradeOptions['say']): Promise<string> {
  const { grade } = await gradeAccount(aws, gradeOptions(stack, { signal, say, readOnly: true }));
  const step = grade.tasks.flatMap(({ steps }) => steps).find(({ id }) => id === '4.lab-permissions');
  const isNamed = step?.verdict === 'fail' && /s3:PutObject/.test(step.hint ?? '');
  expect(
    isNamed,
    `Expected step 4.lab-permissions to name s3:PutObject, found ${step?.verdict}: ${step?.hint}`,
  );
  return step?.hint ?? '';
}

async function expectDeadLetter({ aws, stack, signal }: Run, name: string): Promise<ListedQueue[]> {
  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const { deadLetterQueues } = await findDeadLetterQueues(aws, { stack: stack.name });
    const listed = await Promise.all(deadLetterQueues.map((queue) => listQueue(aws, queue, signal)));
    const letters = listed.flatMap((queue) => queue.letters);
    const reason = letters.map((letter) => letter.reason).find(isDenial);
    const isOver = Date.now() > deadline || signal.aborted;
    if (reason !== undefined) return listed.filter((queue) => queue.letters.length > 0);
    const found = letters.length === 0 ? 'none' : JSON.stringify(letters[0]?.reason);
    expect(!isOver, `Expected a dead letter for ${name} with an AccessDenied error, found ${found}.`);
    await sleep(POLL_MS);
  }
}

function isDenial(reason: ListedQueue['letters'][number]['reason']): boolean {
  return 'text' in reason && /AccessDenied|not authorized|Access Denied/i.test(reason.text);
}

async function redrive(
  { aws, outputs, signal }: Run,
  full: readonly ListedQueue[],
  key: `thumbnail/${string}`,
  say: (line: string) => void,
): Promise<void> {
  // IAM takes some time to apply a changed policy.
  if (process.env.AWS_ENDPOINT_URL === undefined) await sleep(15_000);
  const queues = full.map(({ queue }) => queue);
  const { results } = await moveBack(aws, queues, {
    endpoint: undefined,
    rate: undefined,
    timeout: PATIENCE_SECONDS,
    say,
    signal,
  });
  for (const result of results) {
    const is = result.status === 'rejected' ? String(result.reason) : result.value.kind;
    expect(is === 'done', `Expected all messages to be processed after the redrive, found: ${is}.`);
  }
  const missing = await missingOutputs(aws, outputs.BucketName ?? '', [key], {
    seconds: PATIENCE_SECONDS,
    signal,
  });
  expect(missing.length === 0, `Expected ${key} after the redrive, but did not find it.`);
}

function tell(text: string): void {
  console.log(wrapAnsi(text, 76).replace(/^/gm, '  '));
}

function gradeOptions(
  { name }: TestStack,
  options: Pick<GradeOptions, 'signal' | 'say' | 'readOnly'>,
): GradeOptions {
  return { ...options, seconds: PATIENCE_SECONDS, stack: name };
}

function expect(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new Unexpected(problem);
}
