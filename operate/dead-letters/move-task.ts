import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../../checks/aws.ts';
import { nameOfArn } from '../../checks/observe/place.ts';
import { Failure } from '../../local/set-up/failure.mjs';

export interface MoveRequest {
  /** ARN of the dead-letter queue. */
  from: string;
  /** ARN of a queue; undefined: each message goes back to the queue from which SQS moved it. */
  to: string | undefined;
  /** Messages a second, at most; undefined: SQS decides. */
  rate?: number | undefined;
}

export interface MoveProgress {
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  /** Approximately; it may lag behind the status. */
  moved: number;
  /** As many were there when it began; undefined before SQS has counted. */
  toMove: number | undefined;
  /** Only of what failed: `CouldNotDetermineMessageSource`. */
  failureReason?: string;
}

/** A move that is under way, by SQS itself. */
export interface Move {
  /** Somebody had started it before. */
  joined: boolean;
  look(): Promise<MoveProgress>;
  /** Stops it: what has been moved stays moved. @returns how many that are, approximately. */
  cancel(): Promise<number>;
}

type Sqs = Pick<Aws, 'sqs'>;

/**
 * Starts SQS's own task that moves all messages of a dead-letter queue, or joins the one that is running: there can be
 * only one. What is moved counts as sent anew: it gets another message id, and its time in the queue begins again.
 * @throws Failure when it is not a dead-letter queue of a queue, and what SQS throws.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function startMove(aws: Sqs, request: MoveRequest): Promise<Move> {
  const [latest] = await listTasks(aws, request.from);
  if (latest !== undefined && isActive(latest)) return join(aws, latest);
  try {
    const { from: SourceArn, to: DestinationArn, rate: MaxNumberOfMessagesPerSecond } = request;
    const command = new StartMessageMoveTaskCommand({
      SourceArn,
      DestinationArn,
      MaxNumberOfMessagesPerSecond,
    });
    const { TaskHandle } = await aws.sqs.send(command);
    return follow(aws, {
      from: SourceArn,
      handle: TaskHandle,
      after: latest?.StartedTimestamp ?? 0,
      joined: false,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/already a task running/i.test(message)) {
      const [running] = await listTasks(aws, request.from);
      if (running !== undefined && isActive(running)) return join(aws, running);
    }
    throw /must be configured as a Dead Letter Queue/i.test(message)
      ? ofSubscriptionOnly(request.from)
      : error;
  }
}

interface Task {
  from: string;
  handle: string | undefined;
  /** Milliseconds: the start of the task before it. */
  after: number;
  joined: boolean;
}

function join(
  aws: Sqs,
  { SourceArn = '', TaskHandle, StartedTimestamp = 0 }: ListMessageMoveTasksResultEntry,
): Move {
  return follow(aws, { from: SourceArn, handle: TaskHandle, after: StartedTimestamp - 1, joined: true });
}

function follow(aws: Sqs, { from, handle, after, joined }: Task): Move {
  return {
    joined,
    async look() {
      // Only a running task has its handle in the list. A new one may not be there at once.
      const later = (await listTasks(aws, from)).filter(
        ({ StartedTimestamp = 0 }) => StartedTimestamp > after,
      );
      return progressOf(later.at(-1));
    },
    async cancel() {
      const { ApproximateNumberOfMessagesMoved = 0 } = await aws.sqs.send(
        new CancelMessageMoveTaskCommand({ TaskHandle: handle }),
      );
      return ApproximateNumberOfMessagesMoved;
    },
  };
}

/** The last ten, newest first. */
async function listTasks({ sqs }: Sqs, SourceArn: string): Promise<ListMessageMoveTasksResultEntry[]> {
  const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }));
  return Results.toSorted((one, other) => (other.StartedTimestamp ?? 0) - (one.StartedTimestamp ?? 0));
}

function isActive({ Status }: ListMessageMoveTasksResultEntry): boolean {
  return Status === 'RUNNING' || Status === 'CANCELLING';
}

function progressOf(task: ListMessageMoveTasksResultEntry | undefined): MoveProgress {
  const { Status = 'RUNNING', ApproximateNumberOfMessagesMoved: moved = 0, FailureReason } = task ?? {};
  return {
    // These five are all that SQS documents.
    status: Status as MoveProgress['status'],
    moved,
    toMove: task?.ApproximateNumberOfMessagesToMove,
    ...(FailureReason !== undefined && { failureReason: FailureReason }),
  };
}

function ofSubscriptionOnly(arn: string): Failure {
  const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: '5' });
  const attributes = JSON.stringify({ RedrivePolicy: policy });
  return new Failure({
    code: 'not-of-a-queue',
    problem: `${nameOfArn(arn)} is the dead-letter queue of a subscription only. SQS moves back only what lies in the dead-letter queue of a queue: make it that of the subscribed queue, too.`,
    fix: `aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes '${attributes}'`,
  });
}

/** Why SQS has given up, in words. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html */
export function explainFailure(reason = 'it gave no reason'): string {
  const [, explained] = Object.entries(EXPLAINED).find(([code]) => reason.includes(code)) ?? [];
  return explained === undefined ? reason : `${reason}: ${explained}`;
}

const EXPLAINED = {
  CouldNotDetermineMessageSource:
    'several queues share the dead-letter queue, and SNS or somebody else has put a message there that comes from none of them. Give each queue a dead-letter queue of its own',
  NonExistentQueue: 'the queue to which it should go is not there any more',
  AccessDenied:
    'who started it may not receive and delete there, or not send to the queue; with a key of your own, not use the key',
} as const;
