/** What `sam deploy` makes of the project's template. */
import type { RightWay } from '../set-up.ts';

export const deployedRightWays: readonly RightWay[] = [
  {
    name: 'deployed-by-sam',
    difference: 'The project was deployed with SAM.',
    parameters: { EmailAddress: 'learner@example.com' },
  },
  {
    name: 'deployed-by-sam-with-a-suffix',
    difference: 'The project was deployed with SAM, with a suffix to every name and sizes of its own.',
    parameters: {
      EmailAddress: 'learner@example.com',
      NameSuffix: '-two',
      TopicDigits: '1234',
      ThumbnailSize: '160',
    },
  },
];
