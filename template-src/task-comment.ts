import { type OutputName, tasksOf } from '../lab/output-names.ts';
import type { OutputTasks } from '../lab/outputs.ts';

/**
 * The comment above a resource of an output, with the task of the lab that asks for it: `Task 2.1: the uploads …`.
 * @param part the task of which part of the output; several parts for several tasks
 */
export function taskComment(
  name: OutputName,
  part: keyof OutputTasks | readonly (keyof OutputTasks)[],
  text: string,
): string {
  const tasks = tasksOf(name);
  if (tasks === undefined) return `No task: ${text}`;
  const numbers = [part].flat().map((one) => tasks[one as keyof OutputTasks]);
  return `${numbers.length === 1 ? 'Task' : 'Tasks'} ${numbers.join(' and ')}: ${text}`;
}
