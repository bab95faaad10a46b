import { PublishCommand } from '@aws-sdk/client-sns';
import type { MessageFacts } from '../../account/facts.ts';
import type { Station } from '../../account/follow/stations.ts';
import { clockSetBy } from '../../aws/aws-clock.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Hope } from '../../aws/poll.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { awaitArrival, NOWHERE, type Sent } from './arrival.ts';

export interface MessageOptions {
  topicArn: string;
  /** A text that no other message contains. */
  mark: string;
  patience: (end: LabOutput) => Hope;
  say: (line: string) => void;
}

export interface SentMessage {
  facts: MessageFacts;
  /** The invocations that the message caused. */
  requestIds: ReadonlySet<string>;
  /** The outputs whose function failed on the message or still holds it. SQS delivers it again until it drops it. */
  stuckAt: readonly LabOutput[];
}

/** The first words of all messages of the probe. */
const TEXT = 'Testing Hello world';

/**
 * Publishes a message as in task 2.3, and looks for it in both queues.
 * @throws the error of AWS when it refuses the message.
 */
export async function sendMessage(
  aws: Aws,
  stations: readonly Station[],
  { topicArn, mark, patience, say }: MessageOptions,
): Promise<SentMessage> {
  const command = new PublishCommand({
    TopicArn: topicArn,
    Subject: 'Hello world.',
    Message: `${TEXT} ${mark}`,
    MessageAttributes: { Message: { DataType: 'String', StringValue: 'Hello World' } },
  });
  const clock = clockSetBy(command);
  const startedAt = performance.now();
  say('Publishing a test message to the topic');
  await aws.sns.send(command);
  // The answer set AWS's clock.
  const publishedAt = Math.floor(clock.now() - (performance.now() - startedAt));
  const sent: Sent = { mark, startedAt, publishedAt };
  const seen = await Promise.all(
    stations.map(async (station) => {
      const options = { ...patience(station.end), say };
      return { end: station.end, ...(await awaitArrival(aws, station, sent, options)) };
    }),
  );
  const arrivals = Object.fromEntries(seen.map(({ end, arrival }) => [end, arrival]));
  const { thumbnail = NOWHERE, mobile = NOWHERE } = arrivals;
  return {
    facts: { publishedAt: new Date(publishedAt).toISOString(), arrivals: { thumbnail, mobile } },
    requestIds: new Set(seen.flatMap(({ invocation }) => invocation?.requestId ?? [])),
    stuckAt: seen.flatMap(({ end, isStuck }) => (isStuck ? [end] : [])),
  };
}
