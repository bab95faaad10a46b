import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLeashed } from '../../cli/leashed.ts';
import { root, toolCommand, toolFolder } from '../../cli/project.mjs';

const folder = path.join(root, 'test/workbook');

/**
 * Makes the AWS CLI of a copy of the project quick. One process keeps the CLI loaded and runs each command in a fork. Everything else stays as
 * it is for a learner: the shell, the command `aws` on PATH, and what it passes on.
 * @param project the copy.
 * @returns when the process is ready. It ends with `stopAllLeashed`.
 */
export async function makeAwsQuick(project: string): Promise<void> {
  // The path of a socket may have about a hundred characters.
  const scratch = mkdtempSync(path.join(tmpdir(), 'quick-aws-'));
  const socket = path.join(scratch, 'socket');
  const python = toolCommand('aws', 'python');
  const options = { buffer: false, env: { PYTHONUTF8: '1' } } as const;
  const server = startLeashed(python, [path.join(folder, 'quick-aws-server.py'), socket], options);
  void server.then(() => rmSync(scratch, { recursive: true, force: true }));
  await new Promise((resolve, reject) => {
    server.stdout.once('data', resolve);
    void server.then(() => reject(new Error('Expected the quick AWS CLI to stay up, but it ended.')));
  });
  const bin = path.join(project, path.relative(root, toolFolder('aws')), 'bin');
  rmSync(bin, { recursive: true });
  mkdirSync(bin);
  const client = path.join(folder, 'quick-aws-client.py');
  writeFileSync(path.join(bin, 'aws'), `#!/bin/sh\nexec '${python}' -IS '${client}' '${socket}' "$@"\n`, {
    mode: 0o755,
  });
}
