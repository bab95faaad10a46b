import type { TopicFacts } from '../facts.ts';
import type { Finding, Task } from '../step.ts';
import { notYet, pass } from './found.ts';
import { withTopic } from './task-1.ts';

export const task9: Task = {
  id: '9',
  title: 'A mail for every upload',
  optional: true,
  guide: 'lab/README.md#task-9',
  steps: [
    {
      id: '9.email',
      title: 'A confirmed email subscription',
      points: 5,
      needs: ['1.topic'],
      verify: (facts) => withTopic(facts, hasEmail),
    },
  ],
};

function hasEmail({ subscriptions }: TopicFacts): Finding {
  const mails = subscriptions.filter(({ protocol }) => protocol.startsWith('email'));
  if (mails.some(({ confirmed }) => confirmed)) return pass({ subscriptions: mails.length });
  const [waiting] = mails;
  if (waiting === undefined) return notYet('nobody gets a mail: the topic has no subscription by email.');
  return {
    verdict: 'fail',
    hint: `The subscription of ${waiting.endpoint} waits for its confirmation: look into that mailbox, the folder for spam too.`,
    evidence: { subscriptions: mails.length },
    earned: 2,
  };
}
