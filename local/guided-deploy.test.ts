import assert from 'node:assert/strict';
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import { parameters } from '../template-src/parameters.ts';
import { buildIfStale } from './built-functions.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { leaveOutTlsDemands } from './emulator-gaps.ts';
import { stopAllLeashed } from './leashed.ts';
import { localClients, localEnvironment } from './local-aws.ts';
import { localFolder, root, toolCommand } from './set-up/project.mjs';
import { readStack } from './stack.ts';

const folder = path.join(localFolder, 'guided');
let emulator: Emulator;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  const built = path.join(folder, '.aws-sam/build');
  cpSync(await buildIfStale(), built, { recursive: true });
  leaveOutTlsDemands(path.join(built, 'template.yaml'));
  // In its own folder, since the answers are saved into it.
  for (const name of ['samconfig.toml', 'template.yaml'])
    copyFileSync(path.join(root, name), path.join(folder, name));
  emulator = await startEmulator({ name: 'guided-emulator' });
});
after(stopAllLeashed);

test('sam deploy --guided, with samconfig.toml, is a matter of pressing Enter, and y in the end', async () => {
  const { all, exitCode } = await execa(toolCommand('sam'), ['deploy', '--guided'], {
    cwd: folder,
    env: { ...localEnvironment(emulator.endpoint), SAM_CLI_POLL_DELAY: '0.2', TMPDIR: folder },
    input: answers(),
    reject: false,
    all: true,
  });
  assert.equal(exitCode, 0, all);
  assert.match(all, /Successfully created\/updated stack - serverless-image-lab/);
  const { outputs } = await readStack(localClients(emulator.endpoint).cloudFormation);
  assert.match(outputs.BucketName ?? '', /^resize-image-\d{12}-ap-northeast-1$/);
});

/** Enter for the stack's name, the region and each parameter, and for the six questions after them. */
function answers(): string {
  return `${'\n'.repeat(2 + Object.keys(parameters).length + 6)}y\n`;
}
