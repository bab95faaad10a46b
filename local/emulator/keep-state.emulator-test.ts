/** Tests that the state of an embedded AWS survives a kill (`local/emulator/keep_state.py`). */

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetFunctionCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { execa } from 'execa';
import { connect } from '../../account/connect.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder } from '../../cli/project.mjs';
import { buildLab } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local-aws.ts';
import { type Emulator, startEmulator } from './emulator.ts';

const NAME = 'keep-state-test';
const folder = path.join(localFolder, NAME);

before(() => rmSync(folder, { recursive: true, force: true }));
after(async () => {
  await stopAllLeashed();
  rmSync(folder, { recursive: true, force: true });
});

it('keeps a whole lab when it is killed, and loses nothing when it is stopped', async () => {
  const first = await start();
  await buildLab(connectTo(first), {
    account: LOCAL_ACCOUNT,
    region: LOCAL_REGION,
    zips: await projectZips(),
  });
  // The state is saved every second.
  await sleep(3000);
  await kill(first);

  const second = await start();
  assert.notEqual(second.endpoint, first.endpoint, 'another program can have taken the port');
  const aws = connectTo(second);
  const { grade } = await gradeAccount(aws, { readOnly: false, seconds: 20, say: () => {} });
  const steps = grade.tasks.flatMap((task) => task.steps);
  assert.deepEqual(
    steps.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict, hint }) => [id, verdict, hint]),
    [],
  );
  await aws.sns.send(new CreateTopicCommand({ Name: 'made-just-before-the-end' }));
  await second.stop();

  const third = connectTo(await start());
  const { Topics = [] } = await third.sns.send(new ListTopicsCommand({}));
  assert.ok(Topics.some(({ TopicArn }) => TopicArn?.endsWith(':made-just-before-the-end')));
  const { EventSourceMappings = [] } = await third.lambda.send(new ListEventSourceMappingsCommand({}));
  assert.equal(EventSourceMappings.length, 2);
  await third.lambda.send(new GetFunctionCommand({ FunctionName: 'CreateThumbnail' }));
});

function start(): Promise<Emulator> {
  return startEmulator({ name: NAME, keepState: 'always' });
}

function connectTo({ endpoint }: Emulator) {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials });
}

/** Ends the process that serves the endpoint, without a chance to save anything. */
async function kill({ start, ended }: Emulator): Promise<void> {
  const { stdout } = await execa('pgrep', ['-f', start]);
  // The leash has the same arguments. Without the process that serves, it ends.
  for (const pid of stdout.split('\n')) process.kill(Number(pid), 'SIGKILL');
  await ended;
}
