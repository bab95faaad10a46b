import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { root } from '../project.mjs';

it('every GitHub action is pinned to a commit, with its version in a comment', () => {
  const files = globSync('.github/workflows/*.yml', { cwd: root });
  const uses = files.flatMap((file) => readFileSync(path.join(root, file), 'utf8').match(/uses:.*/g) ?? []);
  assert.ok(uses.length > 0);
  for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
