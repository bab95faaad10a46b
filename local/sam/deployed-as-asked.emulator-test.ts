import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { readStack, STACK_NAME, type Stack } from '../../account/stack.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { type Lab, startLab } from '../lab.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local-aws.ts';
import { sendPicture } from '../send-picture.ts';

const QUEUES = ['thumbnail-queue', 'mobile-queue', 'thumbnail-dead-letter-queue', 'mobile-dead-letter-queue'];
const ADDRESS = 'nobody@example.com';
const arn = (service: string, name: string) => `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;

/** The tests read the resources back from the embedded AWS, to find settings that its CloudFormation ignores. */
const variants = {
  'with default parameters': {},
  'with its own key and an alarm address': {
    EncryptionKey: 'new',
    AlarmEmailAddress: ADDRESS,
    BucketOnDeletion: 'Retain',
    LogRetentionDays: '7',
    MaximumConcurrency: '3',
    LabOnlyResources: 'Omit',
  },
};

after(stopAllLeashed);

for (const [title, parameters] of Object.entries(variants)) {
  describe(`the template, deployed ${title}`, () => {
    const {
      EncryptionKey,
      BucketOnDeletion,
      AlarmEmailAddress,
      LogRetentionDays = '30',
      MaximumConcurrency = '5',
      LabOnlyResources = 'Create',
    } = parameters as Partial<(typeof variants)['with its own key and an alarm address']>;
    let lab: Lab;
    let stack: Stack;
    let aws: ReturnType<typeof clients>;
    let key: string | undefined;

    before(async () => {
      lab = await startLab({ name: `asked-${Object.keys(parameters).length}`, parameters });
      stack = await readStack(lab.clients.cloudFormation);
      aws = clients(lab);
      key = EncryptionKey && arn('kms', `key/${stack.physicalIds.OwnKey}`);
    });

    it('has a bucket with versioning, encryption, lifecycle rules and one owner, and without public access', async () => {
      const Bucket = lab.bucket;
      const { Status } = await aws.s3.send(new GetBucketVersioningCommand({ Bucket }));
      assert.equal(Status, 'Enabled');
      const { ServerSideEncryptionConfiguration } = await aws.s3.send(
        new GetBucketEncryptionCommand({ Bucket }),
      );
      const rule = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      assert.deepEqual([rule?.SSEAlgorithm, rule?.KMSMasterKeyID], [key ? 'aws:kms' : 'AES256', key]);
      const { Rules = [] } = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      assert.deepEqual(
        Rules.map(({ ID, Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload }) => [
          ID,
          Expiration?.Days,
          NoncurrentVersionExpiration?.NoncurrentDays,
          AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        ]),
        [
          ['cleanup', 30, 1, undefined],
          ['old-versions', undefined, 30, 7],
        ],
      );
      const { OwnershipControls } = await aws.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
      assert.equal(OwnershipControls?.Rules?.[0]?.ObjectOwnership, 'BucketOwnerEnforced');
      const { PublicAccessBlockConfiguration = {} } = await aws.s3.send(
        new GetPublicAccessBlockCommand({ Bucket }),
      );
      assert.deepEqual(new Set(Object.values(PublicAccessBlockConfiguration)), new Set([true]));
    });

    it('has a dead-letter queue for each queue', async () => {
      for (const branch of ['thumbnail', 'mobile']) {
        const queue = await aws.queue(`${branch}-queue`);
        const deadLetters = await aws.queue(`${branch}-dead-letter-queue`);
        assert.deepEqual(JSON.parse(queue.RedrivePolicy ?? ''), {
          deadLetterTargetArn: deadLetters.QueueArn,
          maxReceiveCount: 5,
        });
        assert.deepEqual(JSON.parse(deadLetters.RedriveAllowPolicy ?? ''), {
          redrivePermission: 'byQueue',
          sourceQueueArns: [queue.QueueArn],
        });
        assert.ok(Number(deadLetters.MessageRetentionPeriod) > Number(queue.MessageRetentionPeriod));
        assert.deepEqual([queue.VisibilityTimeout, queue.ReceiveMessageWaitTimeSeconds], ['180', '20']);
        for (const { KmsMasterKeyId, SqsManagedSseEnabled } of [queue, deadLetters]) {
          assert.deepEqual([KmsMasterKeyId, SqsManagedSseEnabled === 'true'], [key, key === undefined]);
        }
      }
    });

    it('has subscriptions with a dead-letter queue, and a topic that is encrypted if there is a key', async () => {
      const TopicArn = stack.outputs.TopicArn;
      const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn }));
      assert.equal(Attributes?.KmsMasterKeyId, key);
      const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      assert.equal(Subscriptions.length, 2);
      for (const { SubscriptionArn, Endpoint } of Subscriptions) {
        const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
        assert.deepEqual(JSON.parse(Attributes?.RedrivePolicy ?? ''), {
          deadLetterTargetArn: Endpoint?.replace('-queue', '-dead-letter-queue'),
        });
      }
    });

    it('has log groups with a retention period, and functions with these log groups, tracing and limits', async () => {
      const { logGroups = [] } = await aws.logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: '/image-lab/' }),
      );
      assert.deepEqual(
        logGroups.map(({ logGroupName, retentionInDays, kmsKeyId }) => [
          logGroupName,
          retentionInDays,
          kmsKeyId,
        ]),
        ['/image-lab/CreateMobileImage', '/image-lab/CreateThumbnail'].map((name) => [
          name,
          Number(LogRetentionDays),
          key,
        ]),
      );
      for (const FunctionName of ['CreateThumbnail', 'CreateMobileImage']) {
        const found = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        assert.deepEqual(
          [
            found.LoggingConfig?.LogGroup,
            found.TracingConfig?.Mode,
            found.Environment?.Variables?.MAX_MEGAPIXELS,
          ],
          [`/image-lab/${FunctionName}`, 'Active', '100'],
        );
        const { EventSourceMappings } = await aws.lambda.send(
          new ListEventSourceMappingsCommand({ FunctionName }),
        );
        const [trigger] = EventSourceMappings ?? [];
        assert.equal(trigger?.ScalingConfig?.MaximumConcurrency, Number(MaximumConcurrency));
        assert.deepEqual(trigger?.FunctionResponseTypes, ['ReportBatchItemFailures']);
      }
    });

    it('has alarms that notify the alarm address, and a dashboard', async () => {
      const { MetricAlarms = [] } = await aws.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: 'image-lab-' }),
      );
      assert.equal(MetricAlarms.length, 10);
      const topic = arn('sns', 'image-lab-alarms');
      for (const { AlarmName, AlarmActions, OKActions, TreatMissingData } of MetricAlarms) {
        const actions = AlarmEmailAddress ? [topic] : [];
        assert.deepEqual(
          [AlarmActions, OKActions, TreatMissingData],
          [actions, actions, 'notBreaching'],
          AlarmName,
        );
      }
      if (AlarmEmailAddress) {
        const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
        assert.equal(Attributes?.KmsMasterKeyId, key);
        const { Subscriptions } = await aws.sns.send(
          new ListSubscriptionsByTopicCommand({ TopicArn: topic }),
        );
        assert.deepEqual(
          Subscriptions?.map(({ Protocol, Endpoint }) => [Protocol, Endpoint]),
          [['email', AlarmEmailAddress]],
        );
      } else assert.equal(stack.physicalIds.AlarmTopic, undefined);
      const dashboard = await aws.cloudWatch.send(new GetDashboardCommand({ DashboardName: 'image-lab' }));
      assert.match(dashboard.DashboardBody ?? '', /"thumbnail-dead-letter-queue"/);
      assert.ok(JSON.parse(dashboard.DashboardBody ?? '').widgets.length > 10);
    });

    it('gets no advice on production from the grader', async () => {
      const { facts, grade } = await gradeAccount(aws, { readOnly: true, seconds: 1, say: () => {} });
      const { versioning, publicAccessBlocked, alarms, dashboard } = facts.production ?? assert.fail();
      const looked = [versioning, publicAccessBlocked, alarms, dashboard].map(({ kind }) => kind);
      assert.deepEqual(looked, Array(4).fill('found'));
      assert.deepEqual(grade.advice, []);
      const [role] = grade.tasks.find(({ id }) => id === '4')?.steps ?? [];
      if (LabOnlyResources === 'Create') assert.equal(role?.verdict, 'pass', role?.hint ?? '');
      else assert.match(role?.hint ?? '', /LabOnlyResources is Omit/);
    });

    it('creates a key only when the parameter requests it', async () => {
      const KeyId = stack.physicalIds.OwnKey;
      assert.equal(KeyId !== undefined, EncryptionKey === 'new');
      if (KeyId === undefined) return;
      const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId }));
      assert.equal(KeyMetadata?.Arn, key);
      const { KeyRotationEnabled } = await aws.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
      assert.equal(KeyRotationEnabled, true);
      const { Policy = '' } = await aws.kms.send(new GetKeyPolicyCommand({ KeyId }));
      assert.equal(JSON.parse(Policy).Statement.length, 5);
    });

    it('resizes a picture', async () => {
      const pictures = await createTestPictures();
      const bytes = pictures.jpeg(300, 200);
      const { arrivals } = await sendPicture({ ...lab.clients, bucket: lab.bucket, path: 'a.jpg', bytes });
      assert.deepEqual(
        arrivals.map(({ kind }) => kind),
        ['made', 'made'],
      );
    });

    it('denies requests without TLS in the policies of the bucket, the topic and the queues', async () => {
      const TopicArn = stack.outputs.TopicArn;
      const { Attributes } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn }));
      const { Policy } = await aws.s3.send(new GetBucketPolicyCommand({ Bucket: lab.bucket }));
      const queues = await Promise.all(QUEUES.map((name) => aws.queue(name)));
      for (const policy of [Attributes?.Policy, Policy, ...queues.map((queue) => queue.Policy)])
        assert.match(policy ?? '', /"aws:SecureTransport": ?"false"/);
    });

    // AWS refuses to delete a bucket that contains objects, but the embedded AWS deletes it.
    if (BucketOnDeletion === 'Retain') {
      it('keeps the pictures and their key when the stack is deleted', async () => {
        const client = lab.clients.cloudFormation;
        await client.send(new DeleteStackCommand({ StackName: STACK_NAME }));
        const patience = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
        await waitUntilStackDeleteComplete(patience, { StackName: STACK_NAME });
        await aws.s3.send(new HeadObjectCommand({ Bucket: lab.bucket, Key: 'thumbnail/a.jpg' }));
        const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId: key }));
        assert.equal(KeyMetadata?.KeyState, 'Enabled');
        await assert.rejects(aws.queue('thumbnail-queue'), QueueDoesNotExist);
      });
    }
  });
}

/** Returns clients, including those of services that a lab's own clients do not cover. */
function clients({ emulator: { endpoint } }: Lab) {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  const options = { endpoint, region: LOCAL_REGION, credentials };
  const aws = connect(options);
  return {
    ...aws,
    kms: new KMSClient(options),
    async queue(name: string) {
      const QueueUrl = `${endpoint}/${LOCAL_ACCOUNT}/${name}`;
      const { Attributes = {} } = await aws.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return Attributes;
    },
  };
}
