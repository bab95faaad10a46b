/** Counts what one picture takes, on the embedded AWS, with the project's own handlers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Aws, connect } from '../../checks/aws.ts';
import { createQueue, createTopic, putTopicPolicy } from '../../checks/corpus/lab/messaging.ts';
import { LAB_NAMES } from '../../checks/corpus/lab/names.ts';
import { pastedTopicPolicy } from '../../checks/corpus/lab/policies.ts';
import { createBucket, putNotification, putObject } from '../../checks/corpus/lab/storage.ts';
import { ENDS, type End } from '../../checks/facts.ts';
import { forEachEnd } from '../../checks/observe/for-each-end.ts';
import { startEmulator } from '../../local/emulator.ts';
import { stopAllLeashed } from '../../local/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { callWith, loadHandlers } from './call-handler.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { CALLS } from './picture-calls.ts';
import { readStackFacts } from './stack-facts.ts';

/** Bodies of the messages that one upload left in each queue. */
let messages: Readonly<Record<End, readonly string[]>>;
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
  it('is one publish to the topic, and a message in each queue', () => {
    const all = ENDS.flatMap((end) => messages[end]);
    assert.equal(all.length, readStackFacts({ encryptionKey: false }).functions);
    assert.equal(new Set(all.map((body) => JSON.parse(body).MessageId)).size, CALLS.snsPublishes);
    // Each is sent, received and deleted by itself.
    assert.equal(readStackFacts({ encryptionKey: false }).batchSize, 1);
    assert.equal(all.length * 3, CALLS.sqsRequests);
  });

  it('is read and written so many times', async () => {
    const handlers = await loadHandlers(proxy.endpoint);
    for (const end of ENDS) {
      for (const body of messages[end]) await callWith(handlers[end], body);
    }
    const { PUT = 0, ...others } = Object.fromEntries(proxy.counts);
    const upload = 1;
    assert.equal(upload + PUT, CALLS.s3Puts);
    assert.deepEqual(others, { GET: CALLS.s3Gets });
  });
});

/** The lab's messaging without its functions, and an upload. */
async function uploadOne(aws: Aws) {
  const topic = await createTopic(aws, LAB_NAMES.topic);
  const queues = await forEachEnd((end) => createQueue(aws, LAB_NAMES.queues[end], topic));
  await putTopicPolicy(aws, topic, pastedTopicPolicy(topic.arn));
  const bucket = await createBucket(aws, `pictures-${LOCAL_ACCOUNT}`, LOCAL_REGION);
  await putNotification(aws, bucket, topic.arn);
  // The test event that S3 sends when a notification is saved.
  for (const end of ENDS) await receive(aws, queues[end].url);
  await putObject(aws, bucket, 'ingest/HappyFace.jpg', samplePicture().bytes);
  return forEachEnd((end) => receive(aws, queues[end].url));
}

async function receive({ sqs }: Aws, QueueUrl: string): Promise<string[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 3 });
  const { Messages = [] } = await sqs.send(command);
  return Messages.flatMap(({ Body }) => Body ?? []);
}
