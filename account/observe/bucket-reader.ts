import {
  GetBucketNotificationConfigurationCommand,
  ListObjectsV2Command,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { NotificationFacts } from '../facts.ts';
import { type Seen, see } from '../seen.ts';
import { notificationFacts } from './notifications.ts';
import { once, onceOnly } from './once.ts';

/** The names of the account's buckets. */
export interface BucketList {
  /** Buckets in the lab's region. */
  here: readonly string[];
  elsewhere: readonly string[];
}

/** Reads what helps to find the lab's bucket. Each fact is read once. */
export interface BucketReader {
  list(): Promise<Seen<BucketList>>;
  notifications(bucket: string): Promise<Seen<readonly NotificationFacts[]>>;
  /**
   * Filters the buckets that have objects below `ingest/`, except the folder itself. Unreadable when no such bucket
   * was found and at least one could not be read.
   */
  thoseWithUploads(buckets: readonly string[]): Promise<Seen<readonly string[]>>;
}

/** The number of requests at the same time. S3 accepts more, but one machine does not need more. */
const AT_ONCE = 16;

export function bucketReader(aws: Aws, region: string): BucketReader {
  const limit = pLimit(AT_ONCE);

  const hasUploads = (bucket: string) => limit(() => see('s3:ListBucket', () => findUpload(aws, bucket)));
  return {
    list: onceOnly(() => see('s3:ListAllMyBuckets', () => listBuckets(aws, region))),
    notifications: once((bucket) => limit(() => readNotifications(aws, bucket))),
    async thoseWithUploads(buckets) {
      const seen = await Promise.all(buckets.map(hasUploads));
      const filled = buckets.filter((_, index) => seen[index]?.kind === 'found');
      const unread = seen.find((one) => one.kind === 'unreadable');
      return filled.length === 0 && unread ? unread : { kind: 'found', value: filled };
    },
  };
}

/** S3 returns the regions only when the request gives a page size. */
async function listBuckets({ s3 }: Aws, region: string): Promise<BucketList> {
  const list = { here: [] as string[], elsewhere: [] as string[] };
  for await (const { Buckets = [] } of firstPages(
    paginateListBuckets({ client: s3 }, { MaxBuckets: 1000 }),
  )) {
    for (const { Name, BucketRegion = region } of Buckets) {
      if (Name !== undefined) list[BucketRegion === region ? 'here' : 'elsewhere'].push(Name);
    }
  }
  return list;
}

async function readNotifications({ s3 }: Aws, bucket: string): Promise<Seen<readonly NotificationFacts[]>> {
  const command = new GetBucketNotificationConfigurationCommand({ Bucket: bucket });
  return see('s3:GetBucketNotification', async () => {
    const configuration = await unlessMissing(s3.send(command));
    return configuration && notificationFacts(configuration);
  });
}

/** @returns undefined when `ingest/` holds nothing except the folder itself. */
async function findUpload({ s3 }: Aws, Bucket: string): Promise<string | undefined> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'ingest/', StartAfter: 'ingest/', MaxKeys: 1 }),
  );
  return Contents[0]?.Key;
}
