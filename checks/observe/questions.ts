import type { PermissionFacts } from '../facts.ts';
import { arnOf, type Place } from './place.ts';

/** What IAM is asked about a role. */
export type Question = Omit<PermissionFacts, 'decision'>;

/** What the lab's work is done with. */
export interface Workplace extends Place {
  /** Undefined when it was not found: nothing is asked about it then. */
  bucket: string | undefined;
  queueArns: readonly string[];
  logGroups: readonly string[];
}

const LOG_ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Task 4: what CustomExecutionRole should be able to do, and what not. */
export function askOfCustomRole(work: Workplace): Question[] {
  const { bucket, partition } = work;
  const ofBucket =
    bucket === undefined
      ? []
      : [
          ...ask(['s3:PutObject', 's3:DeleteObject'], keys(work, ['ingest'])),
          ...ask(['s3:PutObject'], keys(work, ['thumbnail', 'mobile'])),
          ...ask(['s3:ListBucket'], [`arn:${partition}:s3:::${bucket}`]),
        ];
  return [...ask(LOG_ACTIONS, logStreams(work)), ...ofBucket, ...askOfExcess(work)];
}

/** Tasks 4 and 5: what the role of a function should be able to do, and what not. */
export function askOfFunctionRole(work: Workplace): Question[] {
  return [
    ...askOfLogs(work),
    ...ask(QUEUE_ACTIONS, work.queueArns),
    ...ask(['s3:GetObject'], keys(work, ['ingest'])),
    ...ask(['s3:PutObject'], keys(work, ['thumbnail', 'mobile'])),
    ...askOfExcess(work),
  ];
}

/** Lambda's own log group is made by the first run. One of another name, whoever gave the function that name makes. */
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

/** By this form of ARN, with a stream or an empty one, CloudWatch Logs asks IAM for all three actions. */
function logStreams(work: Workplace): string[] {
  const groups = [...new Set(work.logGroups)];
  return groups.map((group) => arnOf(work, 'logs', `log-group:${group}:log-stream:x`));
}
