/** For the tests: a lab on an embedded AWS of its own, in which things go wrong, in compressed time. */
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
import { poll } from '../../checks/probe/poll.ts';
import { countMessages } from '../../checks/probe/queue-search.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_REGION, localEnvironment, localVariables } from '../../local/local-aws.ts';
import { node24, root } from '../../local/set-up/project.mjs';

export const QUEUES = ['thumbnail', 'mobile'] as const;

export interface TestLab extends Lab {
  aws: Aws;
  urls: Readonly<Record<(typeof QUEUES)[number], { queue: string; deadLetterQueue: string }>>;
}

/** What fails is tried twice, two seconds apart: in the template five times, three minutes apart. */
const COMPRESSED = { visibilityTimeout: 2, maxReceiveCount: 2 };

export async function startTestLab(name: string): Promise<TestLab> {
  const lab = await startLab({ name }, (_title, work) => work(() => {}));
  const { endpoint } = lab.emulator;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(endpoint);
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const aws = connect({ endpoint, region: LOCAL_REGION, credentials });
  const [thumbnail, mobile] = await Promise.all(QUEUES.map((end) => compressTime(aws, end)));
  if (thumbnail === undefined || mobile === undefined) throw new Error('There are two queues.');
  return { ...lab, aws, urls: { thumbnail, mobile } };
}

async function compressTime({ sqs }: Aws, end: (typeof QUEUES)[number]) {
  const urlOf = async (QueueName: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  const [queue, deadLetterQueue] = [await urlOf(`${end}-queue`), await urlOf(`${end}-dead-letter-queue`)];
  const { Attributes: found } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['RedrivePolicy'] }),
  );
  const { visibilityTimeout, maxReceiveCount } = COMPRESSED;
  const RedrivePolicy = JSON.stringify({ ...JSON.parse(found?.RedrivePolicy ?? '{}'), maxReceiveCount });
  const Attributes = { VisibilityTimeout: String(visibilityTimeout), RedrivePolicy };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue, Attributes }));
  return { queue, deadLetterQueue };
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
  const look = async () => {
    const counts = await Promise.all(
      Object.values(urls).map(async ({ deadLetterQueue, queue }) => {
        // The embedded AWS moves messages on when somebody looks at the queue.
        await countMessages(aws, queue);
        return countMessages(aws, deadLetterQueue);
      }),
    );
    return counts.every(({ arrived }) => arrived === count) || undefined;
  };
  if (!(await poll(look, { milliseconds: 120_000 })))
    throw new Error(`Not ${count} dead letters within two minutes.`);
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
