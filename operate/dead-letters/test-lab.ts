/** For the tests: a lab on an embedded AWS of its own, in which things go wrong, in compressed time. */
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
import { type Aws, connect } from '../../checks/aws.ts';
import type { End, ForEachEnd } from '../../checks/facts.ts';
import { poll } from '../../checks/probe/poll.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import { followUpload } from '../../local/journey.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_REGION, localEnvironment, localVariables } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { node24, root } from '../../local/set-up/project.mjs';

export interface TestLab extends Lab {
  aws: Aws;
  urls: ForEachEnd<{ queue: string; deadLetterQueue: string }>;
}

/** What fails is tried twice, three seconds apart: in the template five times, three minutes apart. */
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
  for (const { queue } of Object.values(urls)) await compressTime(aws, queue);
  return found;
}

async function findQueues({ sqs }: Aws, end: End) {
  const urlOf = async (QueueName: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  return { queue: await urlOf(`${end}-queue`), deadLetterQueue: await urlOf(`${end}-dead-letter-queue`) };
}

/** A cold start can last longer than the compressed time: S3's test event, which waits for it, would die of that. */
async function warmUp({ clients, bucket, aws, urls }: TestLab): Promise<void> {
  const { arrivals } = await followUpload({ ...clients, bucket, path: 'warm.jpg', ...samplePicture() });
  assert.deepEqual(
    arrivals.map(({ kind }) => kind),
    ['made', 'made'],
  );
  const areEmpty = async () => {
    const counts = await Promise.all(Object.values(urls).map(({ queue }) => countMessages(aws, queue)));
    return counts.every(({ arrived }) => arrived === 0) || undefined;
  };
  assert.ok(await poll(areEmpty, { milliseconds: 60_000 }), 'Something stays in the queues.');
}

async function compressTime({ sqs }: Aws, QueueUrl: string): Promise<void> {
  const { Attributes: found } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const { visibilityTimeout, maxReceiveCount } = COMPRESSED;
  const RedrivePolicy = JSON.stringify({ ...JSON.parse(found?.RedrivePolicy ?? '{}'), maxReceiveCount });
  const Attributes = { VisibilityTimeout: String(visibilityTimeout), RedrivePolicy };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

/** Both functions' role: no pictures can be written any more. */
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

/** Waits until so many messages lie in each of the dead-letter queues. */
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
    throw new Error(`Not ${count} dead letters in each queue within two minutes, but ${found}.`);
}

/** Runs a command as npm does, with the lab for its account. */
export async function run(
  { emulator }: Pick<TestLab, 'emulator'>,
  script: string,
  args: readonly string[] = [],
  variables: Record<string, string> = {},
) {
  const started = spawn(node24, ['--import', 'tsx', script, ...args], {
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
