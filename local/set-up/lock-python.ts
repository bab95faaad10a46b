/** Locks the Python tools: `npm run lock:python` after a change of a `.in` file, with `-- --upgrade` to take what is new. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { requirementsFile, toolCommand, toolNames } from './project.mjs';
import { uvEnvironment } from './uv-environment.ts';

/** For every system and every Python that the set-up accepts, so that one file serves all. */
const options = ['--universal', '--generate-hashes', '--python-version', '3.10', '--quiet'];
const header = ['--custom-compile-command', 'npm run lock:python'];

for (const name of ['uv', ...toolNames] as const) {
  const file = requirementsFile(name);
  // What a package asks for and we do not use of it. The set-up installs what is locked, and no more.
  const excludes = existsSync(file.replace(/txt$/, 'excludes')) ? ['--excludes', `${name}.excludes`] : [];
  const args = ['pip', 'compile', ...options, ...header, ...excludes, ...process.argv.slice(2), `${name}.in`];
  // Run in their folder: the comments of the locked file then name the .in file without a path of this machine.
  const here = { cwd: path.dirname(file), env: await uvEnvironment(), extendEnv: false } as const;
  await execa(toolCommand('uv'), [...args, '-o', `${name}.txt`], {
    ...here,
    stdout: 'ignore',
    stderr: 'inherit',
  });
}
