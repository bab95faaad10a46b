import type { Grade } from '../grade.ts';

/** The grade as it is: its shape is in grade.schema.json. */
export function renderJson(grade: Grade): string {
  return `${JSON.stringify(grade, null, 2)}\n`;
}
