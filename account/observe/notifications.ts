import type { Event, NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';
import type { NotificationFacts } from '../facts.ts';

/** Reads a bucket's event notifications for task 3.2, whatever their destination. */
export function notificationFacts(configuration: NotificationConfiguration): NotificationFacts[] {
  const {
    TopicConfigurations: topics = [],
    QueueConfigurations: queues = [],
    LambdaFunctionConfigurations: functions = [],
    EventBridgeConfiguration: eventBridge,
  } = configuration;
  return [
    ...topics.map((one) => facts('topic', one.TopicArn, one)),
    ...queues.map((one) => facts('queue', one.QueueArn, one)),
    ...functions.map((one) => facts('function', one.LambdaFunctionArn, one)),
    ...(eventBridge ? [facts('event-bridge', '', { Id: 'EventBridge' })] : []),
  ];
}

interface Configuration {
  Id?: string | undefined;
  Events?: Event[] | undefined;
  Filter?: NotificationConfigurationFilter | undefined;
}

function facts(
  to: NotificationFacts['to'],
  arn = '',
  { Id = '', Events = [], Filter }: Configuration,
): NotificationFacts {
  // S3 returns the filter names with a capital letter, however they were sent.
  const rule = (name: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
  return { id: Id, to, arn, events: Events, prefix: rule('prefix'), suffix: rule('suffix') };
}
