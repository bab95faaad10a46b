/**
 * For the tests: SQS's tasks that move messages, which the embedded AWS does not have. What they answer is as documented,
 * and as recorded of AWS in LocalStack's snapshots (tests/aws/services/sqs/test_sqs_move_task.snapshot.json).
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasksResultEntry.html
 */

export interface MoveTasksOptions {
  /** ARNs of the dead-letter queues of queues, with how many messages are to be moved. */
  toMove: ReadonlyMap<string, number>;
  /** ARNs of queues to which can be moved. */
  destinations: readonly string[];
  /** Why tasks fail, once they have moved a message. */
  failure?: string | undefined;
  /** Takes a message from the one queue to the other. */
  move?: (from: string, to: string) => Promise<void>;
}

/** What SQS answers when it does not do what it was asked. */
export class SqsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export type Input = Readonly<Record<string, unknown>>;
export type Action = (input: Input) => object | Promise<object>;

interface Task {
  handle: string;
  input: Input;
  toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  startedAt: number;
}

/** Each look at the list moves one message more: the end of a task is seen at a later look than its start. */
export function createMoveTasks({ toMove, destinations, failure, move }: MoveTasksOptions) {
  /** Newest first. */
  const tasks: Task[] = [];

  return {
    StartMessageMoveTask(input) {
      const count = toMove.get(String(input.SourceArn));
      if (count === undefined) throw invalid('Source queue must be configured as a Dead Letter Queue.');
      if (input.DestinationArn !== undefined && !destinations.includes(String(input.DestinationArn))) {
        throw missing("The resource that you specified for the DestinationArn parameter doesn't exist.");
      }
      if (tasks.some((task) => task.input.SourceArn === input.SourceArn && isActive(task))) {
        throw invalid(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      const handle = Buffer.from(`{"taskId":"${crypto.randomUUID()}"}`).toString('base64');
      // Never the same time twice.
      const startedAt = Math.max(Date.now(), (tasks[0]?.startedAt ?? 0) + 1);
      tasks.unshift({ handle, input, toMove: count, moved: 0, status: 'RUNNING', startedAt });
      return { TaskHandle: handle };
    },

    async ListMessageMoveTasks({ SourceArn, MaxResults = 1 }) {
      const own = tasks.filter(({ input }) => input.SourceArn === SourceArn).slice(0, Number(MaxResults));
      const Results = own.map(entryOf);
      for (const task of own) await advance(task);
      return { Results };
    },

    CancelMessageMoveTask({ TaskHandle }) {
      const task = tasks.find(({ handle }) => handle === TaskHandle);
      if (task === undefined) throw missing('Task does not exist.');
      if (task.status !== 'RUNNING') throw new SqsError('UnsupportedOperation', 'The task is not running.');
      task.status = 'CANCELLING';
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  } satisfies Record<string, Action>;

  async function advance(task: Task): Promise<void> {
    if (task.status === 'CANCELLING') task.status = 'CANCELLED';
    if (task.status !== 'RUNNING') return;
    if (task.moved < task.toMove) {
      await move?.(String(task.input.SourceArn), String(task.input.DestinationArn));
      task.moved++;
    }
    if (failure !== undefined) task.status = 'FAILED';
    else if (task.moved === task.toMove) task.status = 'COMPLETED';
  }

  /** What is undefined is not in the JSON: only a running task has its handle, only a failed one its reason. */
  function entryOf({ handle, input, toMove, moved, status, startedAt }: Task): object {
    return {
      ...input,
      TaskHandle: status === 'RUNNING' ? handle : undefined,
      Status: status,
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: toMove,
      FailureReason: status === 'FAILED' ? failure : undefined,
      StartedTimestamp: startedAt,
    };
  }
}

function isActive({ status }: Task): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}

function invalid(message: string): SqsError {
  return new SqsError('InvalidParameterValue', message);
}

function missing(message: string): SqsError {
  return new SqsError('ResourceNotFoundException', message, 404);
}
