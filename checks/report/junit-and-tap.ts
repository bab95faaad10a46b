import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from 'node:test';
import { junit, tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { root } from '../../cli/project.mjs';
import type { Grade } from '../grade.ts';
import { renderJson } from './json.ts';
import { asText, html } from './markup.ts';
import { removedLine } from './points.ts';
import { NOT_VERIFIED, provenanceLines } from './provenance.ts';

const GRADE_AS_TESTS = fileURLToPath(new URL('grade-as-tests.ts', import.meta.url));

/**
 * Renders a grade as JUnit or TAP. node:test runs one suite for each task and one test for each step, and its own reporters
 * render the result, so that any program that reads test results can read it.
 */
export async function renderTests(grade: Grade, reporter: 'junit' | 'tap'): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-grade-'));
  const file = path.join(folder, 'grade.json');
  try {
    writeFileSync(file, renderJson(grade));
    const events = run({ files: [GRADE_AS_TESTS], argv: [file] });
    const rendered = await text(events.compose(reporter === 'junit' ? junit : tap));
    // The report must not reveal where the grader is on this machine.
    const own = rendered.replaceAll(`${root}/`, '');
    // XML texts must not contain the end of a CDATA section, but node:test's reporter does not escape it.
    return reporter === 'junit' ? asJunit(own.replaceAll(']]>', ']]&gt;'), grade) : asTap(own, grade);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The provenance becomes the name of the test run. */
function asJunit(xml: string, grade: Grade): string {
  const name = asText(html`<testsuites name="${aboutLines(grade).join('; ')}">`);
  return xml.replace('<testsuites>', () => name);
}

/** The provenance becomes TAP comments, which must not contain directives. */
function asTap(tap: string, grade: Grade): string {
  const { provenance } = grade;
  const lines = aboutLines(grade).map((line) => `# ${line.replaceAll('#', '')}\n`);
  const bold = provenance.verified ? '' : `# ${NOT_VERIFIED}\n`;
  return tap.replace(/^TAP version \d+\n/, (version) => `${version}${bold}${lines.join('')}`);
}

function aboutLines(grade: Grade): string[] {
  return [...[removedLine(grade) ?? []].flat(), ...provenanceLines(grade.provenance)];
}
