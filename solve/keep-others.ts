/** A bucket has one configuration of notifications and one of lifecycle rules. These functions keep what is not the lab's in them. */
import type {
  Event,
  LifecycleRule,
  NotificationConfiguration,
  NotificationConfigurationFilter,
} from '@aws-sdk/client-s3';

/** The parts of a configuration that stay, and the names of those that cannot. */
export interface Kept<T> {
  kept: T;
  dropped: string[];
}

interface OneNotification {
  Id?: string | undefined;
  Events: Event[] | undefined;
  Filter?: NotificationConfigurationFilter | undefined;
}

/**
 * Keeps the notifications that can stand beside the lab's. S3 refuses two that overlap in events, prefix and suffix.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function otherNotifications(
  configuration: NotificationConfiguration,
): Kept<NotificationConfiguration> {
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations } = configuration;
  const { EventBridgeConfiguration } = configuration;
  const all = [TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations].flatMap(
    (list: readonly OneNotification[] = []) => list,
  );
  const kept: NotificationConfiguration = {
    ...(TopicConfigurations && { TopicConfigurations: TopicConfigurations.filter(canStay) }),
    ...(QueueConfigurations && { QueueConfigurations: QueueConfigurations.filter(canStay) }),
    ...(LambdaFunctionConfigurations && {
      LambdaFunctionConfigurations: LambdaFunctionConfigurations.filter(canStay),
    }),
    ...(EventBridgeConfiguration && { EventBridgeConfiguration }),
  };
  const gone = all.filter((one) => one.Id !== NOTIFICATION && !canStay(one));
  return { kept, dropped: gone.map(({ Id = 'without a name' }) => Id) };
}

const NOTIFICATION = 'resize-image-event';

function canStay({ Id, Events = [], Filter }: OneNotification): boolean {
  const value = (name: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
  const [prefix, suffix] = [value('prefix'), value('suffix')];
  const overlaps =
    Events.some((event) => event.startsWith('s3:ObjectCreated:')) &&
    (prefix.startsWith('ingest/') || 'ingest/'.startsWith(prefix)) &&
    (suffix.endsWith('.jpg') || '.jpg'.endsWith(suffix));
  return Id !== NOTIFICATION && !overlaps;
}

/** Keeps the rules that do not delete uploads earlier than the lab's. S3 uses the shortest time. */
export function otherRules(rules: readonly LifecycleRule[]): Kept<LifecycleRule[]> {
  const others = rules.filter(({ ID }) => ID !== 'cleanup');
  return {
    kept: others.filter((rule) => !isShorter(rule)).map(withFilter),
    dropped: others.filter(isShorter).map(({ ID = 'without a name' }) => ID),
  };
}

function isShorter({ Status, Expiration, Filter, Prefix }: LifecycleRule): boolean {
  const prefix = Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? '';
  const isForUploads = prefix.startsWith('ingest/') || 'ingest/'.startsWith(prefix);
  // The lab's uploads have no tags.
  const isForTags = (Filter?.Tag ?? Filter?.And?.Tags) !== undefined;
  const { Days = Number.POSITIVE_INFINITY, Date: day } = Expiration ?? {};
  return Status === 'Enabled' && isForUploads && !isForTags && (Days < 30 || day !== undefined);
}

/** S3 refuses a rule of the old form, with a prefix alone, beside one with a filter. */
function withFilter({ Prefix, ...rule }: LifecycleRule): LifecycleRule {
  return { ...rule, Filter: rule.Filter ?? { Prefix: Prefix ?? '' } };
}
