import { ENDS } from '../../checks/facts.ts';
import { billedMs, outputBytes } from './duration.ts';
import type { Measured } from './measured.ts';
import { CALLS } from './picture-calls.ts';
import type { PriceId } from './prices.ts';
import type { StackFacts } from './stack-facts.ts';

/** What is to be reckoned. */
export interface Load {
  /** A month. */
  pictures: number;
  /** Of each. */
  megapixels: number;
  /** Megabytes (10^6) of each upload. */
  megabytes: number;
  /** How long outputs are kept. */
  keepMonths: number;
}

/** One line of the bill: so much of one thing. */
export interface Use {
  service: string;
  what: string;
  price: PriceId;
  quantity: number;
}

export const ARCHITECTURES = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** Both take as long: nothing was measured on arm64. */
export const ARM_DURATION_FACTOR = 1;

export const DAYS_OF_A_MONTH = 365.25 / 12;
const SECONDS_OF_A_MONTH = DAYS_OF_A_MONTH * 86_400;
const GIB = 2 ** 30;

/**
 * Lambda keeps so many long polls of 20 seconds open for each trigger, however idle.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
const POLLERS = 5;
const POLL_SECONDS = 20;

/** X-Ray's own rule for Lambda: one invocation a second, and of the rest so many. */
const TRACED_OF_THE_REST = 0.05;

/** What the line of a trace adds to REPORT in AWS, and the embedded one has not: bytes. */
const TRACE_LINE_BYTES = 100;

/** Seconds for which SNS and SQS use a data key again. */
const DATA_KEY_SECONDS = 300;

/** With a bucket key S3 asks KMS up to 99 % less. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
const BUCKET_KEY_SHARE = 0.01;

/** What a month takes, once outputs have been kept for as long as they are. */
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
    { service: 'S3', what: 'upload, two outputs', price: 's3Puts', quantity: pictures * CALLS.s3Puts },
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
  const seconds = ENDS.map((end) => (billedMs(end, megapixels, memoryMb, measured) * factor) / 1000);
  const gbSeconds = pictures * (memoryMb / 1024) * seconds.reduce((sum, one) => sum + one, 0);
  const price = architecture === 'arm64' ? 'lambdaArm' : 'lambdaX86';
  return [
    { service: 'Lambda', what: 'compute', price, quantity: gbSeconds },
    {
      service: 'Lambda',
      what: 'runs',
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
  const one = ENDS.reduce((sum, end) => sum + logBytes[end] + (traced ? TRACE_LINE_BYTES : 0), 0);
  const ingested = (perFunction * one) / GIB;
  const stored = (ingested * logRetentionDays) / DAYS_OF_A_MONTH;
  return [
    { service: 'CloudWatch', what: 'logs written', price: 'logsIngested', quantity: ingested },
    { service: 'CloudWatch', what: `logs, ${logRetentionDays} days`, price: 'logsStored', quantity: stored },
  ];
}

/** Most are sampled when pictures come evenly through the month; in bursts fewer are. */
function traces(invocations: number, { functions }: StackFacts): number {
  const reservoir = Math.min(invocations, SECONDS_OF_A_MONTH * functions);
  return reservoir + (invocations - reservoir) * TRACED_OF_THE_REST;
}

/**
 * B / D × (2 × P + C): a month, by how long a data key serves, for P producers (S3, or SNS) and C consumers (Lambda).
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
