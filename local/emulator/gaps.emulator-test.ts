/**
 * One test for each function of `local/emulator/gaps.py`. Each test first shows the gap in plain MiniStack. It fails when a new
 * version of MiniStack has closed the gap, and the function can then be removed. Each test also shows that the gap is closed in
 * the embedded AWS. It fails when a new version needs another fix.
 */

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, PutRolePolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { execa } from 'execa';
import { strToU8, zipSync } from 'fflate';
import { connect } from '../../account/connect.ts';
import { poll } from '../../aws/poll.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { root, toolCommand } from '../../cli/project.mjs';
import { type AccessKey, createUserWithout } from '../../test/labs/users.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local-aws.ts';
import { startEmulator } from './emulator.ts';

type Aws = ReturnType<typeof connect>;

/** Plain MiniStack, and MiniStack with closed gaps. */
let asItIs: Aws;
let mended: Aws;
let endpoints: { asItIs: string; mended: string };

before(async () => {
  const [plain, ours] = await Promise.all([
    startEmulator({ name: 'gaps-as-it-is', leaveGaps: true }),
    startEmulator({ name: 'gaps-mended' }),
  ]);
  endpoints = { asItIs: plain.endpoint, mended: ours.endpoint };
  asItIs = clientsOf(plain.endpoint);
  mended = clientsOf(ours.endpoint);
});
after(stopAllLeashed);

const OWNER: AccessKey = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };

function clientsOf(endpoint: string, credentials = OWNER): Aws {
  return connect({ endpoint, region: LOCAL_REGION, credentials });
}

/** Compares the results of plain MiniStack (`gap`) and of the embedded AWS (`right`). */
async function assertMended(
  look: (aws: Aws) => Promise<unknown>,
  gap: unknown,
  right: unknown,
): Promise<void> {
  assert.deepEqual(await look(asItIs), gap, 'the gap exists in plain MiniStack');
  assert.deepEqual(await look(mended), right, 'the gap is closed');
}

describe('a gap of MiniStack', () => {
  it('count_the_loopback_as_tls: a policy that requires TLS denies every call', async () => {
    const look = async (aws: Aws) => {
      const Bucket = 'demands-tls';
      await aws.s3.send(new CreateBucketCommand({ Bucket }));
      const statement = {
        ...{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      // MiniStack does not apply a bucket policy to the root user.
      const endpoint = aws === asItIs ? endpoints.asItIs : endpoints.mended;
      const { s3 } = clientsOf(endpoint, await createUserWithout(aws, 'iam:DeleteUser'));
      return outcome(s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' })));
    };
    await assertMended(look, 'AccessDenied', 'done');
  });

  it('keep_topics_closed_to_s3: the default policy of a topic lets S3 publish', async () => {
    const look = async ({ s3, sns }: Aws) => {
      const Bucket = 'notifies-a-topic';
      await s3.send(new CreateBucketCommand({ Bucket }));
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'by-default' }));
      const NotificationConfiguration = {
        TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*' as const] }],
      };
      return outcome(
        s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })),
      );
    };
    await assertMended(look, 'done', 'InvalidArgument');
  });

  it('keep_topics_closed_to_s3: S3 publishes to a topic that got its default policy back', async () => {
    const look = async (aws: Aws) => {
      const Bucket = 'notifies-again';
      const { TopicArn, url } = await makeOpenTopic(aws, 'again');
      await aws.s3.send(new CreateBucketCommand({ Bucket }));
      const TopicConfigurations = [{ TopicArn, Events: ['s3:ObjectCreated:*' as const] }];
      await aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket,
          NotificationConfiguration: { TopicConfigurations },
        }),
      );
      const upload = async (Key: string) => {
        await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }));
        return waitForBody(aws, url, Key);
      };
      const whileOpen = await upload('open.jpg');
      const AttributeValue = JSON.stringify({ Version: '2008-10-17', Statement: [ownerStatement(TopicArn)] });
      await aws.sns.send(
        new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
      );
      return [whileOpen, await upload('default.jpg')];
    };
    await assertMended(look, [true, true], [true, false]);
  });

  it('refuse_notifications_in_the_words_of_s3: the message ends with the ARN of the topic', async () => {
    const look = async ({ s3 }: Aws) => {
      const Bucket = 'notifies-nobody';
      await s3.send(new CreateBucketCommand({ Bucket }));
      const TopicArn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:missing`;
      const NotificationConfiguration = {
        TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*' as const] }],
      };
      return s3
        .send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
        .catch((error: Error) => `${error.name}: ${error.message}`);
    };
    const words = 'InvalidArgument: Unable to validate the following destination configurations';
    const arn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:missing`;
    await assertMended(look, `${words}: ${arn}`, words);
  });

  it('name_the_calling_function: a policy cannot distinguish the calling function', async () => {
    await assertMended(callByFunction, 'AccessDenied', 'done');
  });

  it('simulate_with_the_context_that_is_given: IAM simulates only the first resource, without context', async () => {
    const look = async ({ iam }: Aws) => {
      const RoleName = await makeRole({ iam }, 'simulated', 'arn:aws:lambda:x');
      const { EvaluationResults = [] } = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${LOCAL_ACCOUNT}:role/${RoleName}`,
          ActionNames: ['s3:PutObject'],
          ResourceArns: ['arn:aws:s3:::calls/a', 'arn:aws:s3:::another/a'],
          ContextEntries: [
            {
              ContextKeyName: 'lambda:SourceFunctionArn',
              ContextKeyType: 'string',
              ContextKeyValues: ['arn:aws:lambda:x'],
            },
          ],
        }),
      );
      return EvaluationResults.map(({ EvalDecision }) => EvalDecision);
    };
    await assertMended(look, ['implicitDeny'], ['allowed', 'implicitDeny']);
  });

  it('take_maximum_concurrency_as_a_number: CloudFormation passes a parameter as a string', async () => {
    const look = async ({ cloudFormation, lambda }: Aws) => {
      const template = triggerTemplate();
      await deploy(cloudFormation, 'trigger', template, { Maximum: '5' });
      const created = await maximumConcurrency(lambda);
      await deploy(cloudFormation, 'trigger', template, { Maximum: '7' });
      return [created, await maximumConcurrency(lambda)];
    };
    await assertMended(look, ['5', '7'], [5, 7]);
  });

  it('keep_settings_of_buckets: CloudFormation ignores the lifecycle rules and the encryption of a bucket', async () => {
    const look = async ({ cloudFormation, s3 }: Aws) => {
      await deploy(cloudFormation, 'bucket', bucketTemplate(), { Days: '30' });
      const created = await bucketSettings(s3);
      await deploy(cloudFormation, 'bucket', bucketTemplate(), { Days: '7' });
      return { created, updated: await bucketSettings(s3) };
    };
    const settings = (Days: number) => ({
      rules: [
        {
          ID: 'cleanup',
          Status: 'Enabled',
          Filter: { And: { Prefix: 'ingest/', ObjectSizeGreaterThan: 1 } },
          Expiration: { Days },
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          Transitions: [{ Days: 3, StorageClass: 'GLACIER' }],
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        },
      ],
      encryption: 'aws:kms',
    });
    const none = { rules: 'NoSuchLifecycleConfiguration', encryption: 'AES256' };
    await assertMended(
      look,
      { created: none, updated: none },
      { created: settings(30), updated: settings(7) },
    );
  });

  it('keep_settings_of_topics: CloudFormation ignores the KMS key of a topic and opens its default policy', async () => {
    const look = async ({ cloudFormation, sns }: Aws) => {
      const Topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'made', KmsMasterKeyId: 'alias/a' } };
      await deploy(cloudFormation, 'topic', { Resources: { Topic } });
      const TopicArn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:made`;
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      return [Attributes?.KmsMasterKeyId, /AWS:SourceOwner/i.test(Attributes?.Policy ?? '')];
    };
    await assertMended(look, [undefined, false], ['alias/a', true]);
  });

  it('keep_the_log_of_an_invocation_together: on a busy machine, late lines appear in the next log', async () => {
    assert.equal(await runPython(LATE_READER, 'pass'), 'read', 'the gap exists in plain MiniStack');
    const mend = 'gaps.keep_the_log_of_an_invocation_together()';
    assert.equal(await runPython(LATE_READER, mend), 'read unread late');
  });

  it('start_functions_side_by_side: a function fails to start while another one starts', async () => {
    const gap = 'dictionary changed size during iteration';
    assert.equal(await runPython(TWO_STARTS, 'pass'), gap, 'the gap exists in plain MiniStack');
    assert.equal(await runPython(TWO_STARTS, 'gaps.start_functions_side_by_side()'), 'first second third');
  });

  it('add_message_move_tasks: SQS has no actions that move messages out of a dead-letter queue', async () => {
    const look = async (aws: Aws) => {
      const { dead, work } = await createQueues(aws);
      const from = { SourceArn: dead.arn };
      const start = new StartMessageMoveTaskCommand({ ...from, DestinationArn: work.arn });
      const started = await outcome(aws.sqs.send(start));
      const ended = async () => {
        const { Results: [task] = [] } = await aws.sqs.send(new ListMessageMoveTasksCommand(from));
        return task?.Status === 'RUNNING'
          ? undefined
          : [task?.Status, task?.ApproximateNumberOfMessagesMoved];
      };
      const task = started === 'done' ? await poll(ended, { milliseconds: 10_000 }) : undefined;
      return { started, task, dead: await bodiesIn(aws, dead.url), work: await bodiesIn(aws, work.url) };
    };
    await assertMended(
      look,
      { started: 'InvalidAction', task: undefined, dead: ['a', 'b'], work: [] },
      { started: 'done', task: ['COMPLETED', 2], dead: [], work: ['a', 'b'] },
    );
  });

  it('add_message_move_tasks: AWS refuses queues that are not dead-letter queues, and unknown destinations', async () => {
    const look = async (aws: Aws) => {
      const { dead, work } = await createQueues(aws);
      const move = (SourceArn: string, DestinationArn: string) =>
        outcome(aws.sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn })));
      return [await move(work.arn, dead.arn), await move(dead.arn, `${dead.arn}-missing`)];
    };
    const refused = ['InvalidParameterValue', 'ResourceNotFoundException'];
    await assertMended(look, ['InvalidAction', 'InvalidAction'], refused);
  });

  it('add_message_move_tasks: only one task runs for a queue, and it can be cancelled', async () => {
    const look = async (aws: Aws) => {
      const { dead, work } = await createQueues(aws);
      const start = () =>
        aws.sqs.send(
          new StartMessageMoveTaskCommand({
            ...{ SourceArn: dead.arn, DestinationArn: work.arn, MaxNumberOfMessagesPerSecond: 1 },
          }),
        );
      const { TaskHandle } = await start();
      const second = await outcome(start());
      const cancelled = await outcome(aws.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })));
      return [second, cancelled];
    };
    assert.deepEqual(await look(mended), ['InvalidParameterValue', 'done']);
  });

  it('name_each_execution_of_a_schedule: a scheduled input keeps its keywords', async () => {
    const look = async ({ cloudFormation, sqs }: Aws) => {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'scheduled' }));
      const Properties = {
        ...{
          Name: 'once',
          ScheduleExpression: 'at(2026-01-01T00:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
        },
        Target: {
          Arn: `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:scheduled`,
          RoleArn: `arn:aws:iam::${LOCAL_ACCOUNT}:role/scheduler`,
          Input: 'run <aws.scheduler.execution-id> of <aws.scheduler.schedule-arn>',
        },
      };
      await deploy(cloudFormation, 'schedule', {
        Resources: { Schedule: { Type: 'AWS::Scheduler::Schedule', Properties } },
      });
      const sent = await poll(
        async () => {
          const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
          return Messages?.[0]?.Body;
        },
        { milliseconds: 300_000 },
      );
      return sent?.replace(/[\da-f-]{36}/, 'ID').replace(/arn:aws:scheduler:\S*\/once/, 'ARN');
    };
    // A schedule is looked at every ten seconds, so both wait at the same time.
    const found = await Promise.all([look(asItIs), look(mended)]);
    assert.deepEqual(found, [
      'run <aws.scheduler.execution-id> of <aws.scheduler.schedule-arn>',
      'run ID of ARN',
    ]);
  });
});

/** Runs a program in the Python of MiniStack, with MEND replaced. Returns what it printed. */
async function runPython(program: string, mend: string): Promise<string> {
  const { stdout } = await execa(toolCommand('ministack', 'python'), ['-c', program.replace('MEND', mend)], {
    cwd: path.join(root, 'local/emulator'),
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  });
  return stdout;
}

/** While the third session is registered and the first one is examined, another thread would register the second one. */
const TWO_STARTS = `
import gaps
from ministack.services import sts
MEND
class Examined(dict):
    def get(self, *key):
        sts._sessions.setdefault('second', {})
        return super().get(*key)
sts._sessions['first'] = Examined()
try:
    sts.register_session('third', {})
    print(*sts._sessions)
except RuntimeError as error:
    print(error)
`;

/** A function has written three lines, but the thread that reads them has only read the first one. */
const LATE_READER = `
import gaps, os, threading, time, types
from ministack.core import lambda_runtime
MEND
worker = lambda_runtime.Worker('busy', {}, b'')
reading, writing = os.pipe()
os.write(writing, b'unread\\nlate\\n')
worker._proc = types.SimpleNamespace(stderr=os.fdopen(reading))
worker._stderr_queue.put('read')
threading.Thread(target=lambda: (time.sleep(60), worker._read_stderr()), daemon=True).start()
print(*worker._drain_stderr_bounded().split())
`;

/** The statement of a topic's default policy. */
function ownerStatement(TopicArn: string) {
  return {
    ...{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'SNS:Publish', Resource: TopicArn },
    Condition: { StringEquals: { 'AWS:SourceOwner': LOCAL_ACCOUNT } },
  };
}

/** Creates a topic to which S3 may publish, with a subscribed queue. */
async function makeOpenTopic({ sns, sqs }: Aws, name: string): Promise<{ TopicArn: string; url: string }> {
  const TopicArn = `arn:aws:sns:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
  const queueArn = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
  const allow = (Service: string, Action: string, Resource: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource }],
    });
  const Policy = allow('s3.amazonaws.com', 'sns:Publish', TopicArn);
  await sns.send(new CreateTopicCommand({ Name: name, Attributes: { Policy } }));
  const Attributes = { Policy: allow('sns.amazonaws.com', 'sqs:SendMessage', queueArn) };
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn }));
  return { TopicArn, url };
}

/** Tells whether a message with this text arrives within two seconds. */
async function waitForBody({ sqs }: Aws, QueueUrl: string, text: string): Promise<boolean> {
  const found = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.some(({ Body }) => Body?.includes(text)) || undefined;
  };
  return (await poll(found, { milliseconds: 2000 })) ?? false;
}

/** Creates a queue with a dead-letter queue that holds two messages. */
async function createQueues({ sqs }: Aws) {
  const create = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return { url, arn: `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${QueueName}` };
  };
  const name = crypto.randomUUID();
  const dead = await create(`dead-${name}`);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
  const work = await create(`work-${name}`, { RedrivePolicy });
  for (const MessageBody of ['a', 'b'])
    await sqs.send(new SendMessageCommand({ QueueUrl: dead.url, MessageBody }));
  return { dead, work };
}

async function bodiesIn({ sqs }: Aws, QueueUrl: string) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body }) => Body).sort();
}

async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: Error) => error.name,
  );
}

/** Creates a role that allows this function to put objects into the bucket `calls`. */
async function makeRole({ iam }: Pick<Aws, 'iam'>, RoleName: string, functionArn: string): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const write = {
    ...{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::calls/*' },
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [write] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'write', PolicyDocument }));
  return RoleName;
}

/** Invokes a function that signs a call with Node's own modules, because it has no SDK. */
async function callByFunction(aws: Aws): Promise<string> {
  const { lambda, s3 } = aws;
  await s3.send(new CreateBucketCommand({ Bucket: 'calls' }));
  const FunctionName = 'caller';
  const arn = `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${FunctionName}`;
  await createFunction(aws, FunctionName, await makeRole(aws, 'caller-role', arn), CALLER);
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

async function createFunction(
  { lambda }: Aws,
  FunctionName: string,
  role: string,
  code: string,
): Promise<void> {
  const ZipFile = zipSync({ 'index.mjs': strToU8(code) });
  await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Code: { ZipFile }, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10 },
      Role: `arn:aws:iam::${LOCAL_ACCOUNT}:role/${role}`,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName },
  );
}

const CALLER = `
import { createHash, createHmac } from 'node:crypto';
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const sha = (text) => createHash('sha256').update(text).digest('hex');
export async function handler() {
  const env = process.env;
  const url = new URL('/calls/a', env.AWS_ENDPOINT_URL);
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const headers = { host: url.host, 'x-amz-content-sha256': sha('a'), 'x-amz-date': time, 'x-amz-security-token': env.AWS_SESSION_TOKEN };
  const names = Object.keys(headers).join(';');
  const canonical = ['PUT', '/calls/a', '', ...Object.entries(headers).map((pair) => pair.join(':')), '', names, sha('a')].join('\\n');
  const scope = [time.slice(0, 8), env.AWS_REGION, 's3', 'aws4_request'].join('/');
  const key = scope.split('/').reduce(hmac, 'AWS4' + env.AWS_SECRET_ACCESS_KEY);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha(canonical)].join('\\n')).toString('hex');
  headers.authorization = 'AWS4-HMAC-SHA256 Credential=' + env.AWS_ACCESS_KEY_ID + '/' + scope + ', SignedHeaders=' + names + ', Signature=' + signature;
  const answer = await fetch(url, { method: 'PUT', headers, body: 'a' });
  return answer.ok ? 'done' : /<Code>(.*)<.Code>/.exec(await answer.text())?.[1] ?? String(answer.status);
}`;

function triggerTemplate() {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const work = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
  const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
  return {
    Parameters: { Maximum: { Type: 'Number' } },
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: document(trust),
          Policies: [{ PolicyName: 'work', PolicyDocument: document(work) }],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...{ Handler: 'index.handler', Runtime: 'nodejs24.x', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
          Code: { ZipFile: 'exports.handler = async () => {};' },
        },
      },
      Trigger: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Function' },
          ScalingConfig: { MaximumConcurrency: { Ref: 'Maximum' } },
        },
      },
    },
  };
}

async function maximumConcurrency(lambda: Aws['lambda']): Promise<unknown> {
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({}));
  return EventSourceMappings?.[0]?.ScalingConfig?.MaximumConcurrency;
}

const KEPT = 'keeps-its-settings';

function bucketTemplate() {
  const rule = {
    ...{ Id: 'cleanup', Status: 'Enabled', Prefix: 'ingest/', ObjectSizeGreaterThan: '1' },
    ExpirationInDays: { Ref: 'Days' },
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    Transitions: [{ TransitionInDays: 3, StorageClass: 'GLACIER' }],
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
  };
  const byDefault = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/a' } };
  const Properties = {
    BucketName: KEPT,
    LifecycleConfiguration: { Rules: [rule] },
    BucketEncryption: { ServerSideEncryptionConfiguration: [byDefault] },
  };
  return {
    Parameters: { Days: { Type: 'Number' } },
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties } },
  };
}

async function bucketSettings(s3: Aws['s3']) {
  const rules = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: KEPT })).then(
    ({ Rules }) => Rules,
    (error: Error) => error.name,
  );
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: KEPT })).then(
    ({ ServerSideEncryptionConfiguration }) =>
      ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    (error: Error) => error.name,
  );
  return { rules, encryption };
}

/** Creates or updates a stack. */
async function deploy(
  client: CloudFormationClient,
  StackName: string,
  template: object,
  parameters: Readonly<Record<string, string>> = {},
): Promise<void> {
  const stack = {
    StackName,
    TemplateBody: JSON.stringify(template),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Capabilities: ['CAPABILITY_IAM' as const],
  };
  const patience = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  const isThere = await client.send(new DescribeStacksCommand({ StackName })).catch(() => undefined);
  if (isThere === undefined) {
    await client.send(new CreateStackCommand(stack));
    await waitUntilStackCreateComplete(patience, { StackName });
  } else {
    await client.send(new UpdateStackCommand(stack));
    await waitUntilStackUpdateComplete(patience, { StackName });
  }
}
