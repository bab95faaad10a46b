import assert from 'node:assert/strict';
import { rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../cli/project.mjs';
import type { Step } from '../../cli/step.ts';
import { buildForDeploy } from './built-functions.ts';

test('npm run deploy builds when there is no build or another build, and only then', async () => {
  const built: string[] = [];
  const step: Step = async (title, work) => {
    built.push(title);
    return work(() => {});
  };
  rmSync(path.join(root, '.aws-sam/sources.sha256'), { force: true });
  await buildForDeploy(step);
  assert.equal(built.length, 1);
  await buildForDeploy(step);
  assert.equal(built.length, 1);
  // This is what a build of other sources by SAM looks like.
  utimesSync(path.join(root, '.aws-sam/build/template.yaml'), 1, 1);
  await buildForDeploy(step);
  assert.equal(built.length, 2);
});
