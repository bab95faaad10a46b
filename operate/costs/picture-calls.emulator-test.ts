/** Counts the calls for one picture on the embedded AWS, with the project's own handlers. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from '../../account/connect.ts';
import { forEachLabOutput } from '../../account/observe/side-by-side.ts';
import type { Aws } from '../../aws/clients.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { createQueue, createTopic, putTopicPolicy } from '../../solve/labs/messaging.ts';
import { LAB_NAMES } from '../../solve/labs/names.ts';
import { pastedTopicPolicy } from '../../solve/labs/policies.ts';
import { createBucket, putNotification, putObject } from '../../solve/labs/storage.ts';
import { callWith, loadHandlers } from './call-handler.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { CALLS } from './picture-calls.ts';
import { readStackFacts } from './stack-facts.ts';

/** Bodies of the messages that one upload put into each queue. */
let messages: Readonly<Record<LabOutput, readonly string[]>>;
let proxy: CountingProxy;

before(async () => {
  const { endpoint } = await startEmulator({ name: 'picture-calls-test' });
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  messages = await uploadOne(connect({ endpoint, region: LOCAL_REGION, credentials }));
  proxy = await startCountingProxy(endpoint);
});
after(async () => {
  await proxy.stop();
  await stopAllLeashed();
});

describe('one picture', () => {
  it('causes one publish to the topic and one message in each queue', () => {
    const all = LAB_OUTPUT_NAMES.flatMap((end) => messages[end]);
    assert.equal(all.length, readStackFacts({ encryptionKey: false }).functions);
    assert.equal(new Set(all.map((body) => JSON.parse(body).MessageId)).size, CALLS.snsPublishes);
    // Each message is sent, received and deleted individually.
    assert.equal(readStackFacts({ encryptionKey: false }).batchSize, 1);
    assert.equal(all.length * 3, CALLS.sqsRequests);
  });

  it('causes the expected number of reads and writes', async () => {
    const handlers = await loadHandlers(proxy.endpoint);
    for (const end of LAB_OUTPUT_NAMES) {
      for (const body of messages[end]) await callWith(handlers[end], body);
    }
    const { PUT = 0, ...others } = Object.fromEntries(proxy.counts);
    const upload = 1;
    assert.equal(upload + PUT, CALLS.s3Puts);
    assert.deepEqual(others, { GET: CALLS.s3Gets });
  });
});

/** Builds the lab without its functions, and uploads a picture. */
async function uploadOne(aws: Aws) {
  const topic = await createTopic(aws, LAB_NAMES.topic);
  const queues = await forEachLabOutput((end) => createQueue(aws, LAB_NAMES.queues[end], topic));
  await putTopicPolicy(aws, topic, pastedTopicPolicy(topic.arn));
  const bucket = await createBucket(aws, `pictures-${LOCAL_ACCOUNT}`, LOCAL_REGION);
  await putNotification(aws, bucket, topic.arn);
  // S3 sends a test event when a notification is saved.
  for (const end of LAB_OUTPUT_NAMES) await receive(aws, queues[end].url);
  await putObject(aws, bucket, 'ingest/HappyFace.jpg', samplePicture().bytes);
  return forEachLabOutput((end) => receive(aws, queues[end].url));
}

async function receive({ sqs }: Aws, QueueUrl: string): Promise<string[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 3 });
  const { Messages = [] } = await sqs.send(command);
  return Messages.flatMap(({ Body }) => Body ?? []);
}
