/**
 * For tests: message move tasks of SQS that move one message at each look, and that fail when a test asks for it. The answers
 * follow the documentation and the recordings of AWS in LocalStack's snapshots
 * (tests/aws/services/sqs/test_sqs_move_task.snapshot.json).
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasksResultEntry.html
 */

export interface MoveTasksOptions {
  /** Number of messages to move, by the ARN of the dead-letter queue. */
  toMove: ReadonlyMap<string, number>;
  /** ARNs of the allowed destinations. */
  destinations: readonly string[];
  /** The reason with which tasks fail after one message. */
  failure?: string | undefined;
  /** Moves one message between two queues. */
  move?: (from: string, to: string) => Promise<void>;
}

/** An error response of SQS. */
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

/** Creates the tasks. Each call that lists them moves one more message, so a task ends in a later call than it starts. */
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
      // No two tasks have the same start time.
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

  /** Undefined properties are left out of the JSON. Only running tasks have a handle, and only failed tasks have a reason. */
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
