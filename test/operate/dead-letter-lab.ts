/** For tests: a lab on its own embedded AWS, with short timeouts and with failures on request. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { countMessages } from '../../account/follow/queue-search.ts';
import type { Aws } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import { node24, root, typeScriptArguments } from '../../cli/project.mjs';
import type { ForEachLabOutput, LabOutput } from '../../lab/output-names.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_REGION, localEnvironment, localVariables } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { sendPicture } from '../../local/send-picture.ts';

export interface TestLab extends Lab {
  aws: Aws;
  urls: ForEachLabOutput<{ queue: string; deadLetterQueue: string }>;
}

/** Failed messages are tried twice, three seconds apart. The template tries five times, three minutes apart. */
const COMPRESSED = { visibilityTimeout: 3, maxReceiveCount: 2 };

export async function startTestLab(name: string): Promise<TestLab> {
  const lab = await startLab({ name });
  const { endpoint } = lab.emulator;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(endpoint);
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const aws = connect({ endpoint, region: LOCAL_REGION, credentials });
  const urls = { thumbnail: await findQueues(aws, 'thumbnail'), mobile: await findQueues(aws, 'mobile') };
  const found = { ...lab, aws, urls };
  await warmUp(found);
  await compressTime(found);
  return found;
}

async function findQueues({ sqs }: Aws, end: LabOutput) {
  const urlOf = async (QueueName: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  return { queue: await urlOf(`${end}-queue`), deadLetterQueue: await urlOf(`${end}-dead-letter-queue`) };
}

/** Runs both functions once. A cold start can take longer than the short timeouts, which would make S3's test event fail. */
async function warmUp({ clients, bucket, aws, urls }: TestLab): Promise<void> {
  const { arrivals } = await sendPicture({ ...clients, bucket, path: 'warm.jpg', ...samplePicture() });
  assert.deepEqual(
    arrivals.map(({ kind }) => kind),
    ['made', 'made'],
  );
  const areEmpty = async () => {
    const counts = await Promise.all(Object.values(urls).map(({ queue }) => countMessages(aws, queue)));
    return counts.every(({ arrived }) => arrived === 0) || undefined;
  };
  assert.ok(await poll(areEmpty, { milliseconds: 60_000 }), 'The queues should be empty.');
}

/** Gives both queues short timeouts. @param maxReceiveCount the number of tries before a message is a dead letter. */
export async function compressTime(
  { aws: { sqs }, urls }: TestLab,
  maxReceiveCount: number = COMPRESSED.maxReceiveCount,
): Promise<void> {
  for (const { queue: QueueUrl } of Object.values(urls)) {
    const { Attributes: found } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
    );
    const RedrivePolicy = JSON.stringify({ ...JSON.parse(found?.RedrivePolicy ?? '{}'), maxReceiveCount });
    const Attributes = { VisibilityTimeout: String(COMPRESSED.visibilityTimeout), RedrivePolicy };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
}

/** Denies s3:PutObject to the role of both functions. */
export async function takeWriteRight({ aws }: TestLab): Promise<void> {
  const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await aws.iam.send(new PutRolePolicyCommand({ ...TAKEN, PolicyDocument }));
}

export async function giveWriteRight({ aws }: TestLab): Promise<void> {
  await aws.iam.send(new DeleteRolePolicyCommand(TAKEN));
}

const TAKEN = { RoleName: 'LabExecutionRole', PolicyName: 'TakenAway' };

export async function upload(
  { aws, bucket }: TestLab,
  key: string,
  Body: Uint8Array | string,
): Promise<void> {
  await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'image/jpeg' }));
}

/** Waits until each dead-letter queue holds this many messages. */
export async function untilDead(
  { aws, urls }: Pick<TestLab, 'aws'> & { urls: Partial<TestLab['urls']> },
  count: number,
): Promise<void> {
  let found = '';
  const look = async () => {
    const counts = await Promise.all(
      Object.values(urls).map(({ deadLetterQueue }) => countMessages(aws, deadLetterQueue)),
    );
    found = counts.map(({ arrived }) => arrived).join(' and ');
    return counts.every(({ arrived }) => arrived === count) || undefined;
  };
  if (!(await poll(look, { milliseconds: 120_000 })))
    throw new Error(`Expected ${count} dead letters in each queue within two minutes, found ${found}.`);
}

/** Runs a command as npm does, against the account of the lab. */
export async function run(
  { emulator }: Pick<TestLab, 'emulator'>,
  script: string,
  args: readonly string[] = [],
  variables: Record<string, string> = {},
) {
  const started = spawn(node24, [...typeScriptArguments, script, ...args], {
    cwd: root,
    env: { ...localEnvironment(emulator.endpoint), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  started.stdout.on('data', (text) => (output += text));
  started.stderr.on('data', (text) => (errors += text));
  const [status] = await once(started, 'close');
  return { status, output, errors };
}
