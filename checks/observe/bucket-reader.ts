import {
  GetBucketNotificationConfigurationCommand,
  ListObjectsV2Command,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { Aws } from '../aws.ts';
import type { NotificationFacts, Seen } from '../facts.ts';
import { see, unlessMissing } from '../trouble.ts';
import { notificationFacts } from './notifications.ts';
import { once, onceOnly } from './seen.ts';

/** Names of the account's buckets. */
export interface BucketList {
  /** In the region of the lab. */
  here: readonly string[];
  elsewhere: readonly string[];
}

/** What is read of buckets to find the lab's: each once. */
export interface BucketReader {
  list(): Promise<Seen<BucketList>>;
  notifications(bucket: string): Promise<Seen<readonly NotificationFacts[]>>;
  /** Those of the buckets that have keys below `ingest/`, other than the folder itself; unreadable when none can be told. */
  thoseWithUploads(buckets: readonly string[]): Promise<Seen<readonly string[]>>;
}

/** So many at the same time: S3 takes more, and this machine need not. */
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

/** A page's size must be given: without it S3 does not tell the regions. */
async function listBuckets({ s3 }: Aws, region: string): Promise<BucketList> {
  const list = { here: [] as string[], elsewhere: [] as string[] };
  for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, { MaxBuckets: 1000 })) {
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

/** @returns undefined when there is nothing below `ingest/` but the folder itself. */
async function findUpload({ s3 }: Aws, Bucket: string): Promise<string | undefined> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'ingest/', StartAfter: 'ingest/', MaxKeys: 1 }),
  );
  return Contents[0]?.Key;
}
