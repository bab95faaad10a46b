import { taskPage } from '../../lab/task-page.ts';
import type { Task } from '../step.ts';
import { fail, notYet, pass } from './found.ts';
import { withBucket } from './task-3.ts';

export const task6: Task = {
  id: '6',
  title: 'Uploaded picture',
  optional: false,
  guide: taskPage('6'),
  steps: [
    {
      id: '6.upload',
      title: 'A .jpg is in ingest/',
      points: 4,
      needs: ['3.2.bucket'],
      verify: (facts) =>
        withBucket(facts, ({ name, uploads, nearUploads, leftByProbe = [] }) => {
          const [newest] = uploads;
          if (newest) return pass({ key: newest.key, at: newest.at, uploads: uploads.length });
          return nearUploads.length > 0
            ? fail(
                `No key in ${name} begins with ingest/ and ends in .jpg, as the notification requires. Found ${nearUploads.slice(0, 3).join(', ')}.`,
                { found: nearUploads },
              )
            : notYet(`the bucket ${name} has no picture in ingest/${ofProbe(leftByProbe)}.`);
        }),
    },
  ],
};

function ofProbe(keys: readonly string[]): string {
  return keys.length === 0
    ? ''
    : `, except those that the grader's own probe left there: ${keys.slice(0, 3).join('; ')}`;
}
