import type { Facts, TopicFacts } from '../../account/facts.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Finding, Task } from '../step.ts';
import { absentUnless, fail, judge, pass, waits } from './found.ts';

export const task1: Task = {
  id: '1',
  title: 'SNS topic',
  optional: false,
  guide: taskPage('1'),
  steps: [
    {
      id: '1.topic',
      title: 'A topic named resize-image-topic-XXXX exists',
      points: 3,
      needs: [],
      verify: ({ topic, region }) =>
        judge(topic, {
          what: 'the topic',
          found: ({ arn }) => pass({ arn }),
          absent: (near) =>
            absentUnless(near, {
              kind: 'topic',
              expected: 'a name that begins with resize-image-topic-',
              notYet: `no topic has a name that begins with resize-image-topic-. Look in SNS → Topics, in ${region}.`,
            }),
        }),
    },
    {
      id: '1.standard',
      title: 'The topic is a standard topic',
      points: 2,
      needs: ['1.topic'],
      verify: (facts) => withTopic(facts, isStandard),
    },
  ],
};

/** For steps that need the topic. */
export function withTopic({ topic }: Facts, found: (topic: TopicFacts) => Finding): Finding {
  return judge(topic, { what: 'the topic', found, absent: waits });
}

function isStandard({ fifo, name }: TopicFacts): Finding {
  return fifo
    ? fail(
        `${name} is a FIFO topic, but S3 can publish only to standard topics. The type of a topic cannot be changed.`,
        { fifo },
      )
    : pass({ fifo });
}
