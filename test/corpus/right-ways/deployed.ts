/** Labs that `sam deploy` makes from the project's template. */
import type { RightWay } from '../../../solve/faults/set-up.ts';

export const deployedRightWays: readonly RightWay[] = [
  {
    name: 'deployed-by-sam',
    difference: 'The project was deployed with SAM.',
    parameters: { EmailAddress: 'learner@example.com' },
  },
  {
    name: 'deployed-by-sam-with-a-suffix',
    difference: 'The project was deployed with SAM, with a name suffix and with other sizes.',
    parameters: {
      EmailAddress: 'learner@example.com',
      NameSuffix: '-two',
      TopicDigits: '1234',
      ThumbnailSize: '160',
    },
  },
];
