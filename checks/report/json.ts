import type { Grade, StepGrade, TaskGrade, Verdict } from '../grade.ts';

/** The grade as other programs read it (`--format json`). Fields are only ever added. Its schema is grade.schema.json. */
export interface JsonGrade extends Omit<Grade, 'tasks'> {
  tasks: JsonTask[];
}

export interface JsonTask extends Omit<TaskGrade, 'verdict' | 'steps'> {
  verdict: JsonVerdict;
  steps: JsonStep[];
}

export interface JsonStep extends Omit<StepGrade, 'verdict'> {
  verdict: JsonVerdict;
  /** Whether it failed only because it was not begun. */
  notYet: boolean;
}

export type JsonVerdict = Exclude<Verdict, 'not-yet'>;

/** Renders the grade as JSON. */
export function renderJson(grade: Grade): string {
  return `${JSON.stringify(gradeInJson(grade), null, 2)}\n`;
}

/** The grade in the shape that other programs read. */
export function gradeInJson(grade: Grade): JsonGrade {
  return { ...grade, tasks: grade.tasks.map(taskInJson) };
}

function taskInJson(task: TaskGrade): JsonTask {
  return { ...task, verdict: verdictInJson(task.verdict), steps: task.steps.map(stepInJson) };
}

function stepInJson({ verdict, blockedBy, hint, evidence, ...step }: StepGrade): JsonStep {
  const notYet = verdict === 'not-yet';
  return { ...step, verdict: verdictInJson(verdict), notYet, blockedBy, hint, evidence };
}

/** Other programs know a step that was not begun as a failure. */
export function verdictInJson(verdict: Verdict): JsonVerdict {
  return verdict === 'not-yet' ? 'fail' : verdict;
}
