import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import { billedMs, outputBytes } from './duration.ts';
import { type Measured, numberOf } from './measured.ts';
import { CALLS } from './picture-calls.ts';
import type { PriceId } from './prices.ts';
import type { StackFacts } from './stack-facts.ts';

/** The load to estimate. */
export interface Load {
  /** Uploads per month. */
  pictures: number;
  /** Size of each picture. */
  megapixels: number;
  /** Megabytes (10^6) of each upload. */
  megabytes: number;
  /** How long outputs are kept, in months. */
  keepMonths: number;
}

/** One line of the bill: a quantity of one priced item. */
export interface Use {
  service: string;
  what: string;
  price: PriceId;
  quantity: number;
}

export const ARCHITECTURES = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** arm64 is assumed to be as fast as x86_64, because it was not measured. */
export const ARM_DURATION_FACTOR = 1;

export const DAYS_OF_A_MONTH = 365.25 / 12;
const SECONDS_OF_A_MONTH = DAYS_OF_A_MONTH * 86_400;
const GIB = 2 ** 30;

/**
 * Lambda keeps this many long polls of 20 seconds open for each trigger, even when the queue is idle.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
const POLLERS = 5;
const POLL_SECONDS = 20;

/** X-Ray's default rule for Lambda traces one invocation per second and this share of the rest. */
const TRACED_OF_THE_REST = 0.05;

/** Bytes that tracing adds to the REPORT line on AWS. The embedded AWS does not write them. */
const TRACE_LINE_BYTES = 100;

/** Seconds for which SNS and SQS reuse a data key. */
const DATA_KEY_SECONDS = 300;

/** With a bucket key, S3 sends up to 99% fewer requests to KMS. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
const BUCKET_KEY_SHARE = 0.01;

/** Estimates the usage of one month, in which stored outputs no longer grow. */
export function usesOfMonth(
  load: Load,
  stack: StackFacts,
  measured: Measured,
  architecture: Architecture,
): Use[] {
  const { pictures } = load;
  const invocations = (pictures * stack.functions) / stack.batchSize;
  return [
    ...lambdaUses(load, stack, measured, architecture),
    {
      service: 'S3',
      what: `upload, ${OUTPUT_NAMES.length} outputs`,
      price: 's3Puts',
      quantity: pictures * CALLS.s3Puts,
    },
    { service: 'S3', what: 'read by functions', price: 's3Gets', quantity: pictures * CALLS.s3Gets },
    ...storageUses(load, stack, measured),
    { service: 'SNS', what: 'publish by S3', price: 'snsPublishes', quantity: pictures * CALLS.snsPublishes },
    {
      service: 'SQS',
      what: 'send, receive, delete',
      price: 'sqsRequests',
      quantity: pictures * CALLS.sqsRequests,
    },
    { service: 'SQS', what: 'empty polls by Lambda', price: 'sqsRequests', quantity: emptyPolls(stack) },
    ...logUses(pictures / stack.batchSize, stack, measured),
    { service: 'CloudWatch', what: 'alarms', price: 'alarms', quantity: stack.alarms },
    { service: 'CloudWatch', what: 'dashboards', price: 'dashboards', quantity: stack.dashboards },
    ...(stack.traced
      ? [{ service: 'X-Ray', what: 'traces', price: 'traces' as const, quantity: traces(invocations, stack) }]
      : []),
    ...keyUses(load, stack),
  ];
}

function lambdaUses(
  { pictures, megapixels }: Load,
  { memoryMb, functions, batchSize }: StackFacts,
  measured: Measured,
  architecture: Architecture,
): Use[] {
  const factor = architecture === 'arm64' ? ARM_DURATION_FACTOR : 1;
  const seconds = OUTPUT_NAMES.map((end) => (billedMs(end, megapixels, memoryMb, measured) * factor) / 1000);
  const gbSeconds = pictures * (memoryMb / 1024) * seconds.reduce((sum, one) => sum + one, 0);
  const price = architecture === 'arm64' ? 'lambdaArm' : 'lambdaX86';
  return [
    { service: 'Lambda', what: 'compute', price, quantity: gbSeconds },
    {
      service: 'Lambda',
      what: 'invocations',
      price: 'lambdaRequests',
      quantity: (pictures * functions) / batchSize,
    },
  ];
}

function storageUses(
  { pictures, megabytes, keepMonths }: Load,
  stack: StackFacts,
  measured: Measured,
): Use[] {
  const uploads = (pictures * megabytes * 1e6 * (stack.uploadDays / DAYS_OF_A_MONTH)) / GIB;
  const outputs = (pictures * keepMonths * outputBytes(measured)) / GIB;
  return [
    { service: 'S3', what: `originals, ${stack.uploadDays} days`, price: 's3Storage', quantity: uploads },
    { service: 'S3', what: `outputs, ${keepMonths} months`, price: 's3Storage', quantity: outputs },
  ];
}

function emptyPolls({ functions }: StackFacts): number {
  return (functions * POLLERS * SECONDS_OF_A_MONTH) / POLL_SECONDS;
}

function logUses(
  perFunction: number,
  { traced, logRetentionDays }: StackFacts,
  { logBytes }: Measured,
): Use[] {
  const one = OUTPUT_NAMES.reduce(
    (sum, end) => sum + numberOf(logBytes, end) + (traced ? TRACE_LINE_BYTES : 0),
    0,
  );
  const ingested = (perFunction * one) / GIB;
  const stored = (ingested * logRetentionDays) / DAYS_OF_A_MONTH;
  return [
    { service: 'CloudWatch', what: 'logs written', price: 'logsIngested', quantity: ingested },
    { service: 'CloudWatch', what: `logs, ${logRetentionDays} days`, price: 'logsStored', quantity: stored },
  ];
}

/** X-Ray samples most invocations when pictures arrive evenly, and fewer when they arrive in bursts. */
function traces(invocations: number, { functions }: StackFacts): number {
  const reservoir = Math.min(invocations, SECONDS_OF_A_MONTH * functions);
  return reservoir + (invocations - reservoir) * TRACED_OF_THE_REST;
}

/**
 * AWS gives the number of KMS requests per month as B / D × (2 × P + C). B is the length of the month, D is how long a data
 * key is reused, P is the number of producers (S3 or SNS), and C is the number of consumers (Lambda).
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function keyUses({ pictures }: Load, { keys, encrypted }: StackFacts): Use[] {
  if (keys === 0) return [];
  const keyPeriods = SECONDS_OF_A_MONTH / DATA_KEY_SECONDS;
  const ofMessages = keyPeriods * (encrypted.topics * 2 + encrypted.queues * 3);
  const ofObjects = pictures * (CALLS.s3Puts + CALLS.s3Gets) * BUCKET_KEY_SHARE;
  return [
    { service: 'KMS', what: 'key', price: 'kmsKeys', quantity: keys },
    { service: 'KMS', what: 'requests', price: 'kmsRequests', quantity: ofMessages + ofObjects },
  ];
}
