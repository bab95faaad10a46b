import type { Task } from '../step.ts';
import { fail, notYet, pass } from './found.ts';
import { withBucket } from './task-3.ts';

export const task6: Task = {
  id: '6',
  title: 'A picture, uploaded',
  optional: false,
  guide: 'lab/README.md#task-6',
  steps: [
    {
      id: '6.upload',
      title: 'A .jpg below ingest/',
      points: 4,
      needs: ['3.2.bucket'],
      verify: (facts) =>
        withBucket(facts, ({ name, uploads, nearUploads }) => {
          const [newest] = uploads;
          if (newest) return pass({ key: newest.key, at: newest.at, uploads: uploads.length });
          return nearUploads.length > 0
            ? fail(
                `No key in ${name} begins with 'ingest/' and ends in '.jpg', as the notification wants it; there is ${nearUploads.slice(0, 3).join(', ')}.`,
                { found: nearUploads },
              )
            : notYet(`there is no picture below ingest/ in the bucket ${name}.`);
        }),
    },
  ],
};
