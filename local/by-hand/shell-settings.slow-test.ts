/** Reads the settings in each shell that is installed, with the commands of docs/local.md. CI installs all of these shells. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { commandFolder, writeAwsCommand } from './aws-command.ts';
import { shellSettings } from './shell-settings.ts';

/** A command `aws` that the user has defined before, and the command that reads the settings. */
const TYPED = {
  bash: ['shopt -s expand_aliases; alias aws="echo alias"; aws() { echo function; }', 'eval "$(settings)"'],
  zsh: ['setopt aliases; alias aws="echo alias"', 'eval "$(settings)"'],
  fish: ['function aws; echo function; end', 'eval (settings | string collect)'],
} as const;

describe('after npm run lab -- --env, aws is the command of the lab', () => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    it(`in ${shell}`, async (context) => {
      const installed = await execa(shell, ['--version'], { reject: false });
      if (installed.failed) return context.skip(`${shell} is not installed`);
      writeAwsCommand();
      const [own, read] = TYPED[shell];
      const typed = [own, read.replace('settings', 'printenv SETTINGS'), 'command -v aws'];
      const found = await execa(shell, ['-c', typed.join('\n')], { env: { SETTINGS: shellSettings(shell) } });
      assert.equal(found.stdout, path.join(commandFolder, 'aws'));
    });
  }
});
