/** For the tests: the launcher in a project folder of its own, whose packages are links to this project's. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { root, usualToolNames } from './project.mjs';

interface Parts {
  /** Whether node_modules is there. */
  readonly packages: boolean;
  /** Whether the Python environments are stamped as complete (they hold no more than an interpreter's name). */
  readonly tools: boolean;
  /** Scripts of the project by path; programs for its PATH are in `fake/`. */
  readonly files?: Record<string, string>;
}

/** Makes the project, removes it after the test, and gives its folder. The blank in its name is on purpose. */
export async function makeProject(
  test: TestContext,
  { packages, tools, files = {} }: Parts,
): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'image lab-'));
  test.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const part of ['package.json', 'package-lock.json', 'local/run.mjs', 'local/set-up']) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  }
  if (packages) symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  if (tools) await stampTools(folder);
  for (const [name, text] of Object.entries(files)) write(path.join(folder, name), text);
  return folder;
}

/** An executable shell script below `fake/`, which comes first on PATH in `run`. */
export function fake(name: string, script: string): Record<string, string> {
  return { [`fake/${name}`]: `#!/bin/sh\n${script}\n` };
}

export interface Run {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Starts `node local/run.mjs` in a project; `ended` resolves with everything it wrote, in the order of writing. */
export function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { npm_lifecycle_event: _event, NODE_TEST_CONTEXT: _context, ...outer } = process.env;
  const PATH = [path.join(folder, 'fake'), env.PATH ?? process.env.PATH].join(path.delimiter);
  const launcher = path.join(folder, 'local/run.mjs');
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: '/',
    env: { ...outer, ...env, PATH },
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data;
    });
  const ended = new Promise<Run>((resolve) =>
    child.on('close', (status, signal) => resolve({ status, signal, output })),
  );
  /** Resolves once the output so far holds the text. */
  const says = async (text: string) => {
    while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { child, ended, says, output: () => output };
}

/** Runs it to its end. */
export function run(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return start(folder, args, env).ended;
}

async function stampTools(folder: string): Promise<void> {
  for (const name of usualToolNames) write(path.join(folder, '.local/tools', name, 'bin/python'), '');
  const { stamp } = await import(path.join(folder, 'local/set-up/tool-stamp.mjs'));
  for (const name of usualToolNames) stamp(name);
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (text.startsWith('#!')) chmodSync(file, 0o755);
}
