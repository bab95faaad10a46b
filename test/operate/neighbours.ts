/** For tests: resources that do not belong to the lab, but have similar names and connections to it. */
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { createFunction, createTrigger } from '../../solve/labs/functions.ts';
import { createQueue, createTopic } from '../../solve/labs/messaging.ts';
import { attachPolicy, createRole, putPolicy } from '../../solve/labs/roles.ts';
import { createBucket, putObject } from '../../solve/labs/storage.ts';

/** Matches names of neighbours, and no name of the lab. */
export const OF_NEIGHBOURS =
  /of-others|OfOthers|other-pictures|thumbnail-queues|mobile-queue-two|CreateThumbnails|"\/mine"/;

/** Creates the neighbours. @param zip code of a function. */
export async function makeNeighbours(
  aws: Aws,
  account: string,
  region: string,
  zip: Uint8Array,
): Promise<void> {
  const topic = await createTopic(aws, 'resize-image-topic-of-others');
  const queue = await createQueue(aws, 'thumbnail-queues', topic);
  await createQueue(aws, 'mobile-queue-two', topic);
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'somebody waits for this' }));
  const role = await createRole(aws, 'LabExecutionRoleOfOthers');
  await attachPolicy(aws, role.name, 'AmazonS3FullAccess');
  await putPolicy(aws, role.name, 'logs', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  });
  const names = { name: 'CreateThumbnails', roleArn: role.arn, zip };
  const { name } = await createFunction(aws, 'thumbnail', names);
  const other = await createQueue(aws, 'work-of-others', topic);
  await createTrigger(aws, name, other.arn);
  for (const logGroupName of ['/aws/lambda/CreateThumbnails', '/image-lab/CreateThumbnailsOfOthers', '/mine'])
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName }));
  const bucket = await createBucket(aws, `other-pictures-${account}`, region);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await aws.s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  for (const body of ['first', 'second']) await putObject(aws, bucket, 'ingest/mine.jpg', Buffer.from(body));
}
