/** Tests `npm run lab -- --solve` and `--show`: for every task, and for the whole lab in a shell. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import {
  DeleteTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { execa } from 'execa';
import { connect } from '../account/connect.ts';
import type { Aws, AwsOptions } from '../aws/clients.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { tasks } from '../checks/tasks.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { node24, root, typeScriptArguments } from '../cli/project.mjs';
import type { LabOutput } from '../lab/output-names.ts';
import { confirmationLinks } from '../local/by-hand/show-mail.ts';
import { mailFolder, startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION, localEnvironment } from '../local/local-aws.ts';
import { inTerminal } from '../test/fixtures/in-terminal.ts';
import { runQuickly } from '../test/fixtures/quick-aws.ts';
import { settledGrade, wrongIn } from '../test/fixtures/settled-grade.ts';
import { addFunction } from './faults/changes.ts';
import { CONSOLE_CODE, plainCode } from './labs/code/function-code.ts';
import { createTrigger } from './labs/functions.ts';
import { putTopicPolicy, queueArn } from './labs/messaging.ts';
import { LAB_NAMES } from './labs/names.ts';
import { consoleTopicPolicy } from './labs/policies.ts';
import { keyFilter, putLifecycleRules } from './labs/storage.ts';
import { solve } from './solve.ts';

const NAME = `solve-test-${process.pid}`;
const email = 'learner@example.com';
let endpoint: string;

before(async () => {
  ({ endpoint } = await startEmulator({ name: NAME, sendsMail: true }));
});
after(stopAllLeashed);

function accountOf(id: string): AwsOptions {
  return { endpoint, region: LOCAL_REGION, credentials: { accessKeyId: id, secretAccessKey: 'local' } };
}

async function doTask(account: AwsOptions, asked: string, onlyShow = false): Promise<string> {
  const said: string[] = [];
  await solve({ account, asked, onlyShow, email, mails: mailFolder(NAME), say: (text) => said.push(text) });
  return said.join('\n');
}

const [account, topicArn, bucket] = [
  accountId(1),
  `arn:aws:sns:${LOCAL_REGION}:${accountId(1)}:${LAB_NAMES.topic}`,
  `my-pictures-${accountId(1)}`,
];

function accountId(number: number): string {
  return String(333_000_000_000 + number);
}

/** One thing to undo, and what the grader then says about its task. */
interface Undo {
  task: string;
  undone: string;
  undo(aws: Aws): Promise<unknown>;
}

/** Undoes every task, in the reverse order of the lab. What is undone together does not hide another part of it. */
const ROUNDS: readonly (readonly Undo[])[] = [
  [
    { task: '9', undone: 'not-yet', undo: unsubscribeEmail },
    {
      task: '8',
      undone: 'not-yet',
      undo: ({ s3 }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket })),
    },
    { task: '7.2', undone: 'fail', undo: (aws) => forgetCode(aws, 'mobile') },
    { task: '7.1', undone: 'blocked by 5.2.trigger', undo: (aws) => deleteTrigger(aws, 'thumbnail') },
    {
      task: '6',
      undone: 'not-yet',
      undo: ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'ingest/HappyFace.jpg' })),
    },
    { task: '5.2', undone: 'not-yet', undo: async () => {} },
  ],
  [
    { task: '5.4', undone: 'not-yet', undo: (aws) => deleteTrigger(aws, 'mobile') },
    { task: '5.1', undone: 'not-yet', undo: (aws) => deleteFunction(aws, 'thumbnail') },
    { task: '4', undone: 'fail', undo: deleteRights },
    {
      task: '3.1',
      undone: 'not-yet',
      undo: (aws) => putTopicPolicy(aws, { name: '', arn: topicArn }, consoleTopicPolicy(topicArn)),
    },
    { task: '2.3', undone: 'blocked by 2.1.queue', undo: (aws) => deleteQueue(aws, 'thumbnail') },
    { task: '2.1', undone: 'fail', undo: async () => {} },
  ],
  [
    { task: '5.3', undone: 'not-yet', undo: (aws) => deleteFunction(aws, 'mobile') },
    { task: '3.2', undone: 'not-yet', undo: forgetNotification },
    { task: '2.2', undone: 'fail', undo: (aws) => deleteQueue(aws, 'mobile') },
  ],
  [
    {
      task: '1',
      undone: 'not-yet',
      undo: ({ sns }) => sns.send(new DeleteTopicCommand({ TopicArn: topicArn })),
    },
  ],
];

describe('npm run lab -- --solve', () => {
  let own: AwsOptions;
  let aws: Aws;
  before(() => {
    own = accountOf(account);
    aws = connect(own);
  });

  it('does a task and everything that it needs, and no more', async () => {
    const said = await doTask(own, '2.1');
    assert.doesNotMatch(said, /set-topic-attributes/, 'a new topic has its default policy');
    const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 20, say: () => {} });
    const done = grade.tasks.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id);
    assert.deepEqual(done, ['1', '2.1']);
  });

  it('does all tasks for 110 points, and then has nothing to do', async () => {
    await doTask(own, 'all');
    await assertRight(aws);
    assert.doesNotMatch((await doTask(own, '5')).replaceAll('# Task', ''), /aws /);
  });

  it('is tested for every task', () => {
    assert.deepEqual(
      ROUNDS.flatMap((round) => round.map(({ task }) => task)).sort(),
      tasks.map(({ id }) => id).sort(),
    );
  });

  for (const round of ROUNDS) {
    it(`does what was undone again: ${round.map(({ task }) => task).join(', ')}`, async () => {
      for (const { undo } of round) await undo(aws);
      const verdicts = await verdictsOf(aws);
      for (const { task, undone } of round) assert.equal(verdicts.get(task), undone, task);
      await doTask(own, 'all');
      await assertRight(aws);
    });
  }

  it('keeps the notifications and rules of others in the bucket, and removes other consumers of a queue', async () => {
    await addOthers(aws);
    const said = await doTask(own, 'all');
    assert.match(
      said,
      /# S3 refuses notifications that overlap, .* removes the notification all of it:\naws s3api/,
    );
    assert.match(said, /# The rule tidy deletes uploads before 30 days.*:\naws s3api/);
    assert.match(
      said,
      /# MakeSmallPictures also takes messages from thumbnail-queue.*:\naws lambda delete-event/,
    );
    await assertRight(aws);
    const notifications = await aws.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    const ids = notifications.TopicConfigurations?.map(({ Id }) => Id);
    assert.deepEqual(ids, ['reports', 'resize-image-event']);
    const { Rules } = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    assert.deepEqual(
      Rules?.map(({ ID }) => ID),
      ['logs', 'cleanup'],
    );
  });
});

describe('npm run lab -- --show', () => {
  it('prints the whole lab as commands of the AWS CLI, ready to paste', async () => {
    const id = accountId(2);
    const script = await doTask(accountOf(id), 'all', true);
    assert.equal(script.match(/put-object .*HappyFace/gs)?.length, 1);
    assert.equal(script.match(/--key ingest\/HappyFace\.jpg/g)?.length, 1, 'one upload');
    const aws = connect(accountOf(id));
    const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 20, say: () => {} });
    assert.equal(grade.score, 0, 'showing changes nothing');
    await runQuickly(script, endpoint, id);
    const [link = ''] = confirmationLinks(mailFolder(NAME));
    await fetch(link);
    await assertRight(aws);
    const again = await doTask(accountOf(id), '2.1', true);
    assert.match(again, /# Task 1 is right: [\s\S]*# This task is right\. [\s\S]*aws sqs create-queue/);
  });
});

describe('npm run lab -- --solve --aws', () => {
  const id = accountId(3);
  const topics = async () => (await connect(accountOf(id)).sns.send(new ListTopicsCommand({}))).Topics ?? [];
  const question = /\(y\/N\) /;
  const environment = () => ({
    ...localEnvironment(endpoint),
    AWS_ACCESS_KEY_ID: id,
    AWS_REGION: 'eu-west-1',
    npm_lifecycle_event: undefined,
  });

  it('names the account and the region, and does nothing after any other answer than yes', async () => {
    const asked = await inTerminal(['page/lab.ts', '--solve', '1', '--aws'], environment(), {
      question,
      answer: '\n',
    });
    assert.match(
      asked.output,
      new RegExp(`Do task 1 in account ${id} in eu-west-1, which can cost money\\?`),
    );
    assert.match(asked.output, /Nothing was done/);
    assert.equal(asked.exitCode, 2);
    assert.deepEqual(await topics(), []);
  });

  it('names the command that does not ask, when there is no terminal', async () => {
    const script = [...typeScriptArguments, 'page/lab.ts', '--solve', '1', '--aws', '--region', LOCAL_REGION];
    const options = { cwd: root, env: environment(), extendEnv: false, reject: false } as const;
    const { stderr, exitCode } = await execa(node24, script, options);
    assert.match(stderr, /npm run lab -- --solve 1 --aws --region ap-northeast-1 .*--yes/);
    assert.equal(exitCode, 2);
    assert.deepEqual(await topics(), []);
  });

  it('does the task in the account of the credentials after a yes', async () => {
    const script = ['page/lab.ts', '--solve', '1', '--aws', '--region', LOCAL_REGION];
    const asked = await inTerminal(script, environment(), { question, answer: 'y\n' });
    assert.match(asked.output, /aws sns create-topic --name resize-image-topic-2718/);
    assert.match(asked.output, /To grade it: npm run check$/m);
    assert.equal(asked.exitCode, 0, asked.output);
    assert.equal((await topics()).length, 1);
  });
});

/** Expects 110 points. */
async function assertRight(aws: Aws): Promise<void> {
  const grade = await settledGrade(aws);
  assert.deepEqual(wrongIn(grade), []);
  assert.deepEqual([grade.score, grade.bonus], [100, 10]);
}

/** The verdict of each task. A task that is blocked has the step that blocks it. */
async function verdictsOf(aws: Aws): Promise<Map<string, string>> {
  const grade = await settledGrade(aws, 10);
  return new Map(
    grade.tasks.map(({ id, verdict, steps }) => {
      const culprit = steps.find(({ blockedBy }) => blockedBy !== null)?.blockedBy;
      return [id, verdict === 'blocked' ? `blocked by ${culprit}` : verdict];
    }),
  );
}

/** Adds what belongs to other work: some of it can stay beside the lab, and some cannot. */
async function addOthers(aws: Aws): Promise<void> {
  const notified = (Id: string, prefix: string) => ({
    ...{ Id, TopicArn: topicArn, Events: ['s3:ObjectCreated:Put' as const], Filter: keyFilter(prefix, '') },
  });
  const TopicConfigurations = [notified('all\nof it', ''), notified('reports', 'reports/')];
  const NotificationConfiguration = { TopicConfigurations };
  await aws.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }),
  );
  const rule = (ID: string, Prefix: string) => ({
    ...{ ID, Status: 'Enabled' as const, Filter: { Prefix }, Expiration: { Days: 1 } },
  });
  await putLifecycleRules(aws, bucket, [rule('tidy', ''), rule('logs', 'logs/')]);
  const FunctionName = 'MakeSmallPictures';
  const role = `arn:aws:iam::${account}:role/${LAB_NAMES.roles.lab}`;
  await addFunction(
    { aws, roles: { lab: { name: '', arn: role }, custom: { name: '', arn: '' } } },
    FunctionName,
  );
  await createTrigger(aws, FunctionName, queueArn(topicArn, LAB_NAMES.queues.thumbnail));
}

async function unsubscribeEmail({ sns }: Aws): Promise<void> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}));
  for (const { SubscriptionArn, Protocol } of Subscriptions)
    if (Protocol === 'email') await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
}

async function forgetCode({ lambda }: Aws, end: LabOutput): Promise<void> {
  const ZipFile = plainCode(end, CONSOLE_CODE);
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: LAB_NAMES.functions[end], ZipFile }));
}

async function deleteTrigger({ lambda }: Aws, end: LabOutput): Promise<void> {
  const FunctionName = LAB_NAMES.functions[end];
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
}

async function deleteFunction(aws: Aws, end: LabOutput): Promise<void> {
  await deleteTrigger(aws, end);
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: LAB_NAMES.functions[end] }));
}

async function deleteRights({ iam }: Aws): Promise<void> {
  const RoleName = LAB_NAMES.roles.custom;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'AWSLambda-S3' }));
}

async function forgetNotification({ s3 }: Aws): Promise<void> {
  const nothing = { Bucket: bucket, NotificationConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand(nothing));
}

async function deleteQueue({ sqs }: Aws, end: LabOutput): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: LAB_NAMES.queues[end] }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
}
