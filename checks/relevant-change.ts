import type { Facts, SubscriptionFacts } from '../account/facts.ts';

/** Facts that change by themselves, or that do not affect how a message or a picture gets through. */
const WITHOUT_EFFECT = new Set([
  ...['messages', 'lastResult', 'uploads', 'nearUploads'],
  ...['description', 'lifecycleRules', 'stateReason'],
]);

/** Whether something changed since the last probe that could give the next one another result. */
export function mayProbeDiffer(before: Facts, now: Facts): boolean {
  return wayOf(before) !== wayOf(now);
}

/** Everything that a message and a picture pass, as a text that can be compared. */
function wayOf({ topic, queues, bucket, roles, functions }: Facts): string {
  return JSON.stringify({ topic, queues, bucket, roles, functions }, (key, value) => {
    if (WITHOUT_EFFECT.has(key)) return undefined;
    return key === 'subscriptions' ? withoutMails(value) : value;
  });
}

function withoutMails(subscriptions: readonly SubscriptionFacts[]): SubscriptionFacts[] {
  return subscriptions.filter(({ protocol }) => !protocol.startsWith('email'));
}
