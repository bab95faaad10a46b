/** `npm run make:python-lock` locks the Python tools after a change of a `.in` file. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { readOptionsOrEnd } from '../command-options.ts';
import { reportFailure } from '../failure.mjs';
import { requirementsFile, toolCommand, toolNames } from '../project.mjs';
import { uvEnvironment } from '../set-up/uv-environment.ts';

/** One file serves all systems and all Pythons that the set-up accepts. */
const options = ['--universal', '--generate-hashes', '--python-version', '3.10', '--quiet'];
const header = ['--custom-compile-command', 'npm run make:python-lock'];

const { upgrade = false } = readOptionsOrEnd({
  script: 'make:python-lock',
  about: 'Locks the Python tools after a change of a .in file in cli/set-up/requirements.',
  options: { upgrade: { type: 'boolean', text: 'take the newest versions' } },
});
await lockAll().catch(reportFailure);

async function lockAll(): Promise<void> {
  for (const name of ['uv', ...toolNames] as const) await lock(name);
}

async function lock(name: 'uv' | (typeof toolNames)[number]): Promise<void> {
  const file = requirementsFile(name);
  // The excludes are dependencies that the project does not use. The set-up installs only what is locked.
  const excludes = existsSync(file.replace(/txt$/, 'excludes')) ? ['--excludes', `${name}.excludes`] : [];
  const args = [
    'pip',
    'compile',
    ...options,
    ...header,
    ...excludes,
    ...(upgrade ? ['--upgrade'] : []),
    `${name}.in`,
  ];
  // uv runs in the folder of the files, so that the comments of the locked file contain no path of this machine.
  const here = { cwd: path.dirname(file), env: await uvEnvironment(), extendEnv: false } as const;
  await execa(toolCommand('uv'), [...args, '-o', `${name}.txt`], {
    ...here,
    stdout: 'ignore',
    stderr: 'inherit',
  });
}
