/** Runs `npm run test:aws` against the endpoint of the embedded AWS. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { node24, root, typeScriptArguments } from '../../cli/project.mjs';
import { type Emulator, startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_ACCOUNT, localEnvironment } from '../../local/local-aws.ts';
import { entriesOf, snapshot } from '../operate/account-snapshot.ts';
import { clientsOf } from '../operate/run-clean.ts';

let emulator: Emulator;

before(async () => {
  emulator = await startEmulator({ name: 'test-aws-emulator' });
});
after(stopAllLeashed);

describe('npm run test:aws', () => {
  for (const [name, args, said] of [
    ['without an account', [], /--account must be the 12 digits of your AWS account: it is missing\./],
    ['with something else', ['--account', 'mine'], /--account must be the 12 digits .*: found 'mine'\./],
    [
      'with another account than that of the credentials',
      ['--account', '222222222222'],
      /✗ Expected credentials of account 222222222222, found those of 111111111111\. Nothing was done\./,
    ],
  ] as const) {
    it(`does nothing ${name}`, async () => {
      const { exitCode, all } = await testAws(...args);
      assert.equal(exitCode, 2, all);
      assert.match(all, said);
      assert.deepEqual(await entries(), []);
    });
  }

  it('reports a failed deployment and leaves nothing', async () => {
    const { exitCode, all } = await testAws('--account', LOCAL_ACCOUNT, '--email', 'no address');
    assert.equal(exitCode, 1, all);
    assert.match(all, /✗ 'sam deploy' failed/);
    assert.deepEqual(await entriesOfLab(), []);
  });

  it('removes everything when it is stopped in the middle', async () => {
    const running = testAws('--account', LOCAL_ACCOUNT);
    running.all.on('data', (text) => {
      if (String(text).includes('Remove a permission')) running.kill('SIGINT');
    });
    const { exitCode, all } = await running;
    assert.equal(exitCode, 1, all);
    assert.match(all, /✗ Stopped\./);
    assert.deepEqual(await entriesOfLab(), []);
  });

  it('tests the whole lab and leaves only the bucket of SAM', async () => {
    const { exitCode, all } = await testAws('--account', LOCAL_ACCOUNT, '--email', 'nobody@example.com');
    assert.equal(exitCode, 0, all);
    assert.match(all, /✓ Everything went as expected, and everything was removed\./);
    assert.match(all, /100 of 100 points, bonus 10 of 10/);
    assert.match(all.replace(/\s+/g, ' '), /LabExecutionRole.* s3:PutObject/);
    assert.doesNotMatch(all, /QueueUrl=/);
    assert.match(all, /Estimated cost: 0\.\d+ dollars for \d+ pictures/);
    assert.deepEqual(await entriesOfLab(), []);
  });
});

async function entriesOfLab(): Promise<string[]> {
  return (await entries()).filter((entry) => !entry.includes('aws-sam-cli-managed-default'));
}

async function entries(): Promise<string[]> {
  return entriesOf(await snapshot(clientsOf(emulator.endpoint, LOCAL_ACCOUNT)));
}

function testAws(...args: string[]) {
  const script = [...typeScriptArguments, 'test/aws/test-aws.ts', ...args];
  const env = { ...localEnvironment(emulator.endpoint), SAM_CLI_POLL_DELAY: '0.2' };
  return execa(node24, script, { cwd: root, env, extendEnv: false, reject: false, all: true });
}
