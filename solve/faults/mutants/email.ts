/** Task 9. */
import { UnsubscribeCommand } from '@aws-sdk/client-sns';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { subscribe } from '../../labs/messaging.ts';
import type { Mutant } from '../set-up.ts';

export const emailMutants: readonly Mutant[] = [
  {
    name: 'no-email-subscription',
    mistake: 'Nobody subscribed by email.',
    apply: unsubscribe,
    fails: ['9.email'],
    hint: /has no email subscription/,
  },
  {
    name: 'sms-in-place-of-email',
    mistake: 'The subscription uses SMS instead of email.',
    apply: async (lab) => {
      await unsubscribe(lab);
      await subscribe(lab.aws, lab.topic.arn, 'sms', '+12065550100');
    },
    fails: ['9.email'],
    hint: /has no email subscription/,
  },
];

async function unsubscribe({ aws, emailSubscriptionArn }: BuiltLab): Promise<void> {
  await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: emailSubscriptionArn }));
}
