import type { Grade } from './grade.ts';
import { renderGradescope } from './report/gradescope.ts';
import { renderHtml } from './report/html.ts';
import { renderJson } from './report/json.ts';
import { renderTests } from './report/junit-and-tap.ts';
import { renderMarkdown } from './report/markdown.ts';
import { renderTerminal } from './report/terminal.ts';

export const FORMATS = ['terminal', 'json', 'markdown', 'html', 'gradescope', 'junit', 'tap'] as const;
export type Format = (typeof FORMATS)[number];

/** Renders a grade in one format. In JUnit and TAP, which node:test renders, each step is a test. */
export async function render(format: Format, grade: Grade, colour: boolean): Promise<string> {
  switch (format) {
    case 'terminal':
      return renderTerminal(grade, { colour, width: 80 });
    case 'json':
      return renderJson(grade);
    case 'markdown':
      return renderMarkdown(grade);
    case 'html':
      return renderHtml(grade);
    case 'gradescope':
      return renderGradescope(grade);
    case 'junit':
    case 'tap':
      return renderTests(grade, format);
  }
}
