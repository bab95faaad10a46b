import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Move, MoveProgress, MoveRequest } from '../../account/move.ts';
import { nameOfArn } from '../../account/observe/place.ts';
import type { Aws } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';

type Sqs = Pick<Aws, 'sqs'>;

/**
 * Starts SQS's task that moves all messages of a dead-letter queue. If a task is already running, it joins that task,
 * because SQS allows only one. A moved message gets a new message id, and its retention period starts again.
 * @throws Failure when no queue uses the dead-letter queue, and any other error of SQS.
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
  /** The start of the previous task in milliseconds. */
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
      // Only running tasks have their handle in the list. A new task can be missing at first.
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

/** Lists the last ten tasks, newest first. */
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
    // SQS documents only these five values.
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
    problem: `${nameOfArn(arn)} is only the dead-letter queue of a subscription. SQS moves messages back only from the dead-letter queue of a queue. Set it as the dead-letter queue of the subscribed queue too.`,
    fix: `aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes '${attributes}'`,
  });
}

/** Explains why a move task failed. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html */
export function explainFailure(reason = 'not given'): string {
  const [, explained] = Object.entries(EXPLAINED).find(([code]) => reason.includes(code)) ?? [];
  return explained === undefined ? `Reason: ${reason}` : `Reason: ${reason}. ${explained}`;
}

const EXPLAINED = {
  CouldNotDetermineMessageSource:
    'Several queues share the dead-letter queue, and it holds a message that SQS did not move from any of them. Give each queue its own dead-letter queue',
  NonExistentQueue: 'The destination queue does not exist any more',
  AccessDenied:
    'The credentials need sqs:ReceiveMessage and sqs:DeleteMessage on the dead-letter queue and sqs:SendMessage on the destination. If you use your own KMS key, they also need that key',
} as const;
