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
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { DeleteTopicCommand, ListSubscriptionsCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { execa } from 'execa';
import { connect } from '../account/connect.ts';
import type { Aws, AwsOptions } from '../aws/clients.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { tasks } from '../checks/tasks.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { root, toolCommand } from '../cli/project.mjs';
import type { LabOutput } from '../lab/output-names.ts';
import { confirmationLinks } from '../local/by-hand/show-mail.ts';
import { mailFolder, startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION, localEnvironment } from '../local/local-aws.ts';
import { CONSOLE_CODE, plainCode } from './labs/code/function-code.ts';
import { putTopicPolicy } from './labs/messaging.ts';
import { LAB_NAMES } from './labs/names.ts';
import { consoleTopicPolicy } from './labs/policies.ts';
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

async function verdictOf(aws: Aws, id: string): Promise<string> {
  const { grade } = await gradeAccount(aws, { readOnly: false, seconds: 20, say: () => {}, only: [id] });
  const [task] = grade.tasks;
  const culprit = task?.steps.find(({ blockedBy }) => blockedBy !== null)?.blockedBy;
  return task?.verdict === 'blocked' ? `blocked by ${culprit}` : String(task?.verdict);
}

const [account, topicArn, bucket] = [
  accountId(1),
  `arn:aws:sns:${LOCAL_REGION}:${accountId(1)}:${LAB_NAMES.topic}`,
  `my-pictures-${accountId(1)}`,
];

function accountId(number: number): string {
  return String(333_000_000_000 + number);
}

/** Undoes each task, in the reverse order of the lab, and says what the grader then finds. */
const UNDO: readonly (readonly [string, string, (aws: Aws) => Promise<unknown>])[] = [
  ['9', 'not-yet', unsubscribeEmail],
  ['8', 'not-yet', ({ s3 }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket }))],
  ['7.2', 'fail', (aws) => forgetCode(aws, 'mobile')],
  ['7.1', 'blocked by 5.2.trigger', (aws) => deleteTrigger(aws, 'thumbnail')],
  [
    '6',
    'not-yet',
    ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'ingest/HappyFace.jpg' })),
  ],
  ['5.4', 'not-yet', (aws) => deleteTrigger(aws, 'mobile')],
  ['5.3', 'not-yet', (aws) => deleteFunction(aws, 'mobile')],
  ['5.2', 'not-yet', (aws) => deleteTrigger(aws, 'thumbnail')],
  ['5.1', 'not-yet', (aws) => deleteFunction(aws, 'thumbnail')],
  ['4', 'fail', deleteRights],
  ['3.2', 'not-yet', forgetNotification],
  ['3.1', 'not-yet', (aws) => putTopicPolicy(aws, { name: '', arn: topicArn }, consoleTopicPolicy(topicArn))],
  ['2.3', 'blocked by 2.2.queue', (aws) => deleteQueue(aws, 'mobile')],
  ['2.2', 'fail', (aws) => deleteQueue(aws, 'mobile')],
  ['2.1', 'fail', (aws) => deleteQueue(aws, 'thumbnail')],
  ['1', 'not-yet', ({ sns }) => sns.send(new DeleteTopicCommand({ TopicArn: topicArn }))],
];

describe('npm run lab -- --solve', () => {
  it('does all tasks for 110 points, and then has nothing to do', async () => {
    await doTask(accountOf(account), 'all');
    const aws = connect(accountOf(account));
    const { grade } = await gradeAccount(aws, { readOnly: false, seconds: 20, say: () => {} });
    assert.deepEqual([grade.score, grade.bonus], [100, 10]);
    assert.doesNotMatch((await doTask(accountOf(account), '5')).replaceAll('# Task', ''), /aws /);
  });

  it('is tested for every task', () => {
    assert.deepEqual(UNDO.map(([id]) => id).sort(), tasks.map(({ id }) => id).sort());
  });

  for (const [id, undone, undo] of UNDO) {
    it(`does task ${id} again after it was undone`, async () => {
      const aws = connect(accountOf(account));
      await undo(aws);
      assert.equal(await verdictOf(aws, id), undone);
      await doTask(accountOf(account), id);
      assert.equal(await verdictOf(aws, id), 'pass');
    });
  }
});

describe('npm run lab -- --show', () => {
  it('prints the whole lab as commands of the AWS CLI, ready to paste', async () => {
    const other = accountOf(accountId(2));
    const script = await doTask(other, 'all', true);
    const aws = connect(other);
    const look = async () => (await gradeAccount(aws, { readOnly: false, seconds: 20, say: () => {} })).grade;
    assert.equal((await look()).score, 0, 'showing changes nothing');
    const reach = `aws() { '${toolCommand('aws')}' --endpoint-url ${endpoint} "$@"; }`;
    const env = { ...localEnvironment(endpoint), AWS_ACCESS_KEY_ID: accountId(2) };
    await execa('bash', ['-e', '-c', `${reach}\n${script}`], { cwd: root, env, extendEnv: false });
    const [link = ''] = confirmationLinks(mailFolder(NAME));
    await fetch(link);
    const { score, bonus } = await look();
    assert.deepEqual([score, bonus], [100, 10]);
  });
});

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
