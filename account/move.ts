export interface MoveRequest {
  /** ARN of the dead-letter queue. */
  from: string;
  /** ARN of the destination queue. When undefined, each message goes back to the queue from which SQS moved it. */
  to: string | undefined;
  /** Largest number of messages per second. When undefined, SQS chooses the rate. */
  rate?: number | undefined;
}

export interface MoveProgress {
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  /** Approximate number of moved messages. It can lag behind the status. */
  moved: number;
  /** Number of messages at the start. Undefined until SQS has counted them. */
  toMove: number | undefined;
  /** Only set when the task failed: `CouldNotDetermineMessageSource`. */
  failureReason?: string;
}

/** A running move task of SQS. */
export interface Move {
  /** Whether somebody else had started the task. */
  joined: boolean;
  look(): Promise<MoveProgress>;
  /** Stops the task. Moved messages stay moved. @returns the approximate number of moved messages. */
  cancel(): Promise<number>;
}
