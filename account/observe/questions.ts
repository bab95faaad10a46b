import { type ForEachLabOutput, LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { PermissionFacts } from '../facts.ts';
import { arnOf, type Place } from './place.ts';

/** One question to IAM about a role. */
export type Question = Omit<PermissionFacts, 'decision'>;

/** The resources that the lab's work needs. */
export interface Workplace extends Place {
  /** Undefined when it was not found. Then IAM is not asked about it. */
  bucket: string | undefined;
  queueArns: readonly string[];
  /** Undefined where it was not found. */
  functionArns: ForEachLabOutput<string | undefined>;
  logGroups: readonly string[];
}

const LOG_ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Task 4: the questions about what CustomExecutionRole must, and must not, be allowed to do. */
export function askOfCustomRole(work: Workplace): Question[] {
  const { bucket, partition } = work;
  const ofBucket =
    bucket === undefined
      ? []
      : [
          ...ask(['s3:PutObject', 's3:DeleteObject'], keys(work, ['ingest'])),
          ...ask(['s3:PutObject'], keys(work, LAB_OUTPUT_NAMES)),
          ...ask(['s3:ListBucket'], [`arn:${partition}:s3:::${bucket}`]),
        ];
  return [...ask(LOG_ACTIONS, logStreams(work)), ...ofBucket, ...askOfExcess(work)];
}

/** Tasks 4 and 5: the questions about what a function's role must, and must not, be allowed to do. */
export function askOfFunctionRole(work: Workplace): Question[] {
  return [
    ...askOfLogs(work),
    ...ask(QUEUE_ACTIONS, work.queueArns),
    ...LAB_OUTPUT_NAMES.flatMap((name, index) =>
      by(work.functionArns[name], [
        // One question is enough: the functions read the same uploads.
        ...(index === 0 ? ask(['s3:GetObject'], keys(work, ['ingest'])) : []),
        ...ask(['s3:PutObject'], keys(work, [name])),
      ]),
    ),
    ...askOfExcess(work),
  ];
}

/**
 * A policy may use the condition key `lambda:SourceFunctionArn` to let each function write only to its own folder. So
 * IAM is told which function calls.
 */
function by(caller: string | undefined, questions: readonly Question[]): Question[] {
  return questions.map((question) => ({ ...question, ...(caller !== undefined && { caller }) }));
}

/**
 * Asks about the function's logs. The first invocation creates Lambda's default log group. A log group with another
 * name is created by whoever configures it.
 */
function askOfLogs(work: Workplace): Question[] {
  const isMade = work.logGroups.every((group) => !group.startsWith('/aws/lambda/'));
  const actions = isMade ? LOG_ACTIONS.filter((action) => action !== 'logs:CreateLogGroup') : LOG_ACTIONS;
  return ask(actions, logStreams(work));
}

function askOfExcess({ partition, queueArns }: Workplace): Question[] {
  return [
    ...ask(['s3:DeleteBucket'], [`arn:${partition}:s3:::a-bucket-of-something-else`], 'excess'),
    ...ask(['sqs:DeleteQueue'], queueArns, 'excess'),
    ...ask(['lambda:DeleteFunction', 'iam:PassRole'], ['*'], 'excess'),
  ];
}

function ask(
  actions: readonly string[],
  resources: readonly string[],
  purpose: Question['purpose'] = 'needed',
): Question[] {
  return resources.flatMap((resource) => actions.map((action) => ({ purpose, action, resource })));
}

function keys({ partition, bucket }: Workplace, folders: readonly string[]): string[] {
  return bucket === undefined
    ? []
    : folders.map((folder) => `arn:${partition}:s3:::${bucket}/${folder}/x.jpg`);
}

/** CloudWatch Logs sends IAM this form of ARN for all three actions. Its stream can be empty. */
function logStreams(work: Workplace): string[] {
  const groups = [...new Set(work.logGroups)];
  return groups.map((group) => arnOf(work, 'logs', `log-group:${group}:log-stream:x`));
}
