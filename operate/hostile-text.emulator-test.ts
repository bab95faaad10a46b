/** Other people choose object keys and messages. The commands show them, and no text in them may control the terminal. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from '../account/connect.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { node24, root, typeScriptArguments } from '../cli/project.mjs';
import { startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { setQueue } from '../solve/faults/changes.ts';
import { buildLab } from '../solve/labs/hand-built-lab.ts';
import { queueArn } from '../solve/labs/messaging.ts';
import { projectZips } from '../solve/labs/project-zips.ts';

const ACCOUNT = '130000000009';
const HOSTILE = 'owned\u001b[2J\u001b]0;x\u0007\b\u0000\u009b31m\u202etxt\u2066\n::error::x ##[error]x';
let endpoint: string;

before(async () => {
  const zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'hostile-text' }));
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
  const aws = connect({ endpoint, region: LOCAL_REGION, credentials });
  const lab = await buildLab(aws, { account: ACCOUNT, region: LOCAL_REGION, zips });
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const deadLetterTargetArn = queueArn(lab.topic.arn, 'dead');
  await setQueue(lab, 'thumbnail', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
  });
  const object = { key: encodeURIComponent(`ingest/${HOSTILE}.jpg`), sequencer: '1' };
  const upload = {
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: `b${HOSTILE}` }, object },
  };
  for (const MessageBody of [
    JSON.stringify({ Records: [upload] }),
    'no\u009b31m upload \u202e::error::x ##[error]x',
  ]) {
    await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
  const Key = 'other/\u009b31m\u202e ::error::x ##[error]x';
  await aws.s3.send(new PutObjectCommand({ Bucket: lab.bucket, Key, Body: 'x' }));
});
after(stopAllLeashed);

for (const [command, shown] of [
  ['dead-letters/dead-letters.ts', /owned/],
  ['dead-letters/dead-letters.ts --format json', /owned/],
  ['dead-letters/redrive.ts', /owned/],
  ['clean/clean.ts --dry-run', /other\//],
  ['clean/clean.ts', /other\//],
] as const) {
  it(command, async () => {
    const output = await run(command);
    assert.match(output, shown);
    assert.doesNotMatch(output, /[^\P{Cc}\n]|[\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u);
    assert.doesNotMatch(output, /^\s*::|##\[/m);
  });
}

/** Returns standard output and standard error. In a pipe, the project writes no colours. */
async function run(command: string): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const [script = '', ...args] = command.split(' ');
  const child = spawn(node24, [...typeScriptArguments, `operate/${script}`, ...args], {
    cwd: root,
    env: {
      ...{ PATH, HOME, AWS_ENDPOINT_URL: endpoint, AWS_REGION: LOCAL_REGION, AWS_ACCESS_KEY_ID: ACCOUNT },
      ...{
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  await once(child, 'close');
  return output;
}
