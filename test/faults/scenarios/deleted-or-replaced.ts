import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { Upload } from '../accountant.ts';
import { setTrigger } from '../branches.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/** Before processing begins, every third object is deleted, and every third one is replaced. */
export const deletedOrReplaced: Scenario = {
  name: 'deleted-or-replaced',
  title: 'Deleted or replaced',
  async run(bench) {
    const { aws, bucket, branches, originals } = bench;
    const keys = keysOf('deleted-or-replaced', bench.short ? 12 : 90);
    for (const branch of branches) await setTrigger(aws, branch, false);
    const uploads: Upload[] = await bench.uploadAll(keys);
    for (const [index, upload] of [...uploads].entries()) {
      const { key } = upload;
      if (index % 3 === 0) {
        await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        upload.deleted = true;
      } else if (index % 3 === 1) uploads.push(await bench.upload(key, originals.picture(`${key} anew`)));
    }
    // All messages are still in the queues, because the triggers are disabled.
    const all = 2 * uploads.length;
    const isBefore = (await bench.untilMessages((count) => count >= all)) === all;
    for (const branch of branches) await setTrigger(aws, branch, true);
    await bench.settle(300);
    const changed = (2 * keys.length) / 3;
    return {
      account: await bench.account('deleted-or-replaced', uploads),
      broken: { count: isBefore ? changed : 0, what: 'objects changed before processing', least: changed },
      notes: [
        `While the triggers were disabled, ${changed / 2} objects were deleted and ${changed / 2} were replaced.`,
      ],
    };
  },
};
