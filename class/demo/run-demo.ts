import path from 'node:path';
import { runChild } from '../../cli/child.mjs';
import { node24, root } from '../../cli/project.mjs';
import type { ClassOptions } from '../options.ts';

/**
 * Runs the made-up class in a process of its own, because only that one needs Python for the embedded AWS.
 * @returns the exit status.
 */
export async function runDemo(learners: number, { out, readOnly }: ClassOptions): Promise<number> {
  const script = path.join(root, 'cli/run.mjs');
  const args = [
    '--tools=sam,ministack',
    'class/demo/demo.ts',
    String(learners),
    out,
    ...(readOnly ? [] : ['--probe']),
  ];
  const { status } = await runChild(node24, [script, ...args], { cwd: root });
  return status ?? 2;
}
