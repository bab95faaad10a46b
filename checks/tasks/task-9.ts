import type { TopicFacts } from '../../account/facts.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Finding, Task } from '../step.ts';
import { notYet, pass } from './found.ts';
import { withTopic } from './task-1.ts';

export const task9: Task = {
  id: '9',
  title: 'Email for every upload',
  optional: true,
  guide: taskPage('9'),
  steps: [
    {
      id: '9.email',
      title: 'The topic has a confirmed email subscription',
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
  if (waiting === undefined)
    return notYet("the topic has no email subscription. See the topic's Subscriptions.");
  return {
    verdict: 'fail',
    hint: `The email subscription of ${waiting.endpoint} is not confirmed. Look for the confirmation email in that mailbox and in its spam folder.`,
    evidence: { subscriptions: mails.length },
    earned: 2,
  };
}
