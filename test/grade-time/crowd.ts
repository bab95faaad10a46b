import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import type { Aws } from '../../aws/clients.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';

/** How many other things an account has that somebody has used for years. */
export const CROWD = { buckets: 300, queues: 500, topics: 500, functions: 300, roles: 300 } as const;

/** Fills an account with things that have nothing to do with the lab. @param zip of some function. */
export async function crowd(aws: Aws, zip: Uint8Array, say: (line: string) => void): Promise<void> {
  const limit = pLimit(8);
  const make = makers(aws, zip);
  for (const [what, number] of Object.entries(CROWD)) {
    say(`${number} ${what}`);
    const one = make[what as keyof typeof CROWD];
    await Promise.all(Array.from({ length: number }, (_, index) => limit(() => one(`other-${index}`))));
  }
}

function makers(aws: Aws, zip: Uint8Array): Record<keyof typeof CROWD, (name: string) => Promise<unknown>> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  return {
    buckets: (name) =>
      aws.s3.send(
        new CreateBucketCommand({
          Bucket: `${name}-of-the-crowd`,
          CreateBucketConfiguration: { LocationConstraint: LOCAL_REGION },
        }),
      ),
    queues: (name) => aws.sqs.send(new CreateQueueCommand({ QueueName: name })),
    topics: (name) => aws.sns.send(new CreateTopicCommand({ Name: name })),
    functions: (name) =>
      aws.lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs24.x',
          Handler: 'CreateThumbnail.handler',
          Role: 'arn:aws:iam::100000000002:role/LabExecutionRole',
          Code: { ZipFile: zip },
        }),
      ),
    roles: (RoleName) => aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
  };
}
