import type { Facts, TopicFacts } from '../facts.ts';
import type { Finding, Task } from '../step.ts';
import { absentUnless, fail, judge, pass, waits } from './found.ts';

export const task1: Task = {
  id: '1',
  title: 'A standard SNS topic',
  optional: false,
  guide: 'lab/README.md#task-1',
  steps: [
    {
      id: '1.topic',
      title: 'A topic resize-image-topic-XXXX',
      points: 3,
      needs: [],
      verify: ({ topic }) =>
        judge(topic, {
          what: 'the topic',
          found: ({ arn }) => pass({ arn }),
          absent: (near) =>
            absentUnless(
              near,
              "topic whose name begins with 'resize-image-topic-'",
              "no topic has a name that begins with 'resize-image-topic-'. Topics are made in SNS, in the region of the lab.",
            ),
        }),
    },
    {
      id: '1.standard',
      title: 'Its type is Standard',
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
    ? fail(`${name} is a FIFO topic, which S3 cannot publish to. A topic keeps its type for life.`, { fifo })
    : pass({ fifo });
}
