import { PublishCommand } from '@aws-sdk/client-sns';
import type { Aws } from '../aws.ts';
import type { End, MessageFacts } from '../facts.ts';
import { awaitArrival, NOWHERE, type Sent } from './arrival.ts';
import { clockSetBy } from './aws-clock.ts';
import type { Patience } from './poll.ts';
import type { Station } from './stations.ts';

export interface MessageOptions {
  topicArn: string;
  /** What no other message holds. */
  mark: string;
  patience: (end: End) => Patience & { isBroken: boolean };
  say: (line: string) => void;
}

export interface SentMessage {
  facts: MessageFacts;
  /** Invocations that it caused. */
  requestIds: ReadonlySet<string>;
  /** Ends whose function failed on it, or holds it: it comes again until SQS drops it. */
  stuckAt: readonly End[];
}

/** What all of the probe's messages begin with. */
const TEXT = 'Testing Hello world';

/** Publishes a message as in task 2.3, and looks for it at both ends. @throws what AWS says when it does not take it. */
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
  say('publishes a test message to the topic');
  await aws.sns.send(command);
  // As AWS's clock has it: the answer set it.
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
