import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';

/** Seconds for which other messages stay invisible, should this process be killed. */
const ASIDE_SECONDS = 30;
/** The most messages that are kept aside. */
const MOST_ASIDE = 500;

/** A search through a queue from which nobody else takes messages. */
export interface QueueSearch {
  /** Deletes the next messages that contain one of these texts. @returns how many; 0 when there is none yet. */
  take(marks: readonly string[]): Promise<number>;
  /** Makes all other messages visible again. */
  putBack(): Promise<void>;
}

/**
 * Searches a queue. Other messages stay invisible until `putBack`, so that each one is received and counted only
 * once.
 */
export function searchQueue({ sqs }: Pick<Aws, 'sqs'>, QueueUrl: string): QueueSearch {
  const aside: string[] = [];
  let taken = 0;

  async function receive(marks: readonly string[]): Promise<number> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: ASIDE_SECONDS,
        // Without waiting, SQS asks only some of its servers.
        WaitTimeSeconds: 1,
      }),
    );
    for (const { Body = '', ReceiptHandle = '' } of Messages) {
      if (!marks.some((mark) => Body.includes(mark))) aside.push(ReceiptHandle);
      else {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        taken++;
      }
    }
    return Messages.length;
  }

  return {
    async take(marks) {
      taken = 0;
      while (aside.length < MOST_ASIDE && (await receive(marks)) > 0 && taken === 0);
      return taken;
    },
    async putBack() {
      while (aside.length > 0) {
        const Entries = aside
          .splice(0, 10)
          .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
        await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

/** How many messages a queue holds, as far as SQS knows. */
export interface MessageCounts {
  /** Messages that are visible or in flight. */
  arrived: number;
  /** Messages that a delivery delay holds back. */
  delayed: number;
}

export async function countMessages({ sqs }: Pick<Aws, 'sqs'>, QueueUrl: string): Promise<MessageCounts> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...ARRIVED, DELAYED] }),
  );
  const arrived = ARRIVED.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  return { arrived, delayed: Number(Attributes[DELAYED] ?? 0) };
}

const ARRIVED = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
const DELAYED = 'ApproximateNumberOfMessagesDelayed';
