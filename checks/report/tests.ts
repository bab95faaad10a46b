import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from 'node:test';
import { junit, tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { root } from '../../local/set-up/project.mjs';
import type { Grade } from '../grade.ts';

const GRADE_AS_TESTS = fileURLToPath(new URL('grade-as-tests.ts', import.meta.url));

/**
 * The grade as a run of node:test: a suite for each task, a test for each step. It is rendered by node:test's own
 * reporters, so that whatever reads test results reads it.
 */
export async function renderTests(grade: Grade, reporter: 'junit' | 'tap'): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-grade-'));
  const file = path.join(folder, 'grade.json');
  try {
    writeFileSync(file, JSON.stringify(grade));
    const events = run({ files: [GRADE_AS_TESTS], argv: [file] });
    const rendered = await text(events.compose(reporter === 'junit' ? junit : tap));
    // Where the grader is on this machine is nobody's business.
    return rendered.replaceAll(`${root}/`, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
