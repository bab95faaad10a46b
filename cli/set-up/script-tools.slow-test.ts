import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import { root } from '../project.mjs';

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** `npm run rules` chooses its tools with a variable. */
const CHOSEN_BY_VARIABLE = ['rules', 'test:rules'];

describe('an npm script sets up exactly the Python tools that its code can run', () => {
  for (const [name, command] of Object.entries<string>(scripts)) {
    const [, tools = '', file] = /run\.mjs (?:--tools=(\S+) )?(\S+\.ts)\b/.exec(command) ?? [];
    if (file === undefined || CHOSEN_BY_VARIABLE.includes(name)) continue;
    it(name, async () => assert.deepEqual(tools.split(',').filter(Boolean).sort(), await toolsIn(file)));
  }
});

/** Finds the tools in calls of `toolCommand`, also in other scripts of the project that the code starts. */
async function toolsIn(file: string, seen = new Set([file])): Promise<string[]> {
  const code = await reachableCode(file);
  const tools = [...code.matchAll(/toolCommand\("([\w-]+)"/g)].map(([, tool = '']) => tool);
  for (const [, started = ''] of code.matchAll(/\.join\(root\d*, "([\w/.-]+\.ts)"\)/g)) {
    if (seen.has(started)) continue;
    seen.add(started);
    tools.push(...(await toolsIn(started, seen)));
  }
  return [...new Set(tools)].sort();
}

/** Bundles a script. esbuild removes unreachable code. */
async function reachableCode(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir: root,
    write: false,
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}
