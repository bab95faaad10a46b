import { it } from 'node:test';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Compared, compare } from '../../test/policies/compare-decisions.ts';
import { embeddedRequesters } from '../../test/policies/embedded-requesters.ts';
import type { World } from '../../test/policies/random-policies.ts';
import {
  isLetThrough,
  OTHER,
  OWNER,
  REGION,
  type Requester,
  rootOf,
} from '../../test/policies/requesters.ts';
import { evaluatePolicy, type PolicyRequest } from './evaluate.ts';

const { optionsOf } = embeddedRequesters('test-policies-topic');
const s3Of = (requester: Requester) => new S3Client({ ...optionsOf(requester), forcePathStyle: true });

it('the embedded AWS decides in the same way of S3 and a topic', async () => {
  const buckets = await Promise.all(
    [OWNER, OTHER].map(async (account) => {
      const s3 = s3Of(rootOf(account));
      const Bucket = `source-${account}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      return { account, s3, Bucket, arn: `arn:aws:s3:::${Bucket}` };
    }),
  );
  const sns = new SNSClient(optionsOf(rootOf(OWNER)));
  const topicArn = `arn:aws:sns:${REGION}:${OWNER}:topic`;
  const world: World = {
    principals: [OWNER, OTHER, `arn:aws:iam::${OWNER}:root`],
    services: ['s3.amazonaws.com', 's3.amazonaws.com', 'sns.amazonaws.com'],
    actions: ['sns:Publish', 'SNS:Publish', 'sns:Subscribe'],
    resources: [topicArn, topicArn, '*', `${topicArn}-other`],
    keys: {
      'aws:SourceArn': {
        kind: 'arn',
        values: ['arn:aws:s3:*:*:source-111111111111', ...buckets.map(({ arn }) => arn)],
      },
      'aws:SourceAccount': { kind: 'string', values: [OWNER, OTHER] },
      'AWS:SourceOwner': { kind: 'string', values: [OWNER, OTHER] },
      'aws:nothing': { kind: 'string', values: ['x'] },
    },
  };
  let count = 0;

  await compare(world, async (random) => {
    count += 1;
    const Policy = JSON.stringify(random).replaceAll(':topic', `:topic${count}`);
    const { TopicArn = '' } = await sns.send(
      new CreateTopicCommand({ Name: `topic${count}`, Attributes: { Policy } }),
    );
    return Promise.all(
      buckets.map(async ({ account, s3, Bucket, arn }): Promise<Compared> => {
        const request: PolicyRequest = {
          principal: { kind: 'service', service: 's3.amazonaws.com' },
          action: 'sns:Publish',
          resource: TopicArn,
          context: { 'aws:SourceArn': arn, 'aws:SourceAccount': account },
        };
        const decision = evaluatePolicy(JSON.parse(Policy), request);
        const NotificationConfiguration = {
          TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*' as const] }],
        };
        // S3 asks the topic before it takes the notification.
        const embedded = await isLetThrough(
          s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })),
        );
        return { request, embedded, ours: decision.decision === 'allow', decision };
      }),
    );
  });
});
