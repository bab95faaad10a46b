import { tasks } from '../checks/tasks.ts';

/** The tasks that come before each task, because it uses what they make. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  '2.1': ['1'],
  '2.2': ['1'],
  '2.3': ['2.1', '2.2'],
  '3.1': ['1'],
  '3.2': ['3.1'],
  '4': ['3.2'],
  '5.1': ['4'],
  '5.2': ['2.1', '5.1'],
  '5.3': ['4'],
  '5.4': ['2.2', '5.3'],
  '6': ['3.2'],
  '7.1': ['5.2', '5.4', '6'],
  '7.2': ['5.2', '5.4', '6'],
  '8': ['3.2'],
  '9': ['1'],
};

/**
 * Returns the tasks to do for a task, in the lab's order: everything that it needs, and itself.
 * @param asked the id of a task (`3.1`), of several (`3`), or `all`.
 * @returns an empty list for an unknown id.
 */
export function tasksFor(asked: string): string[] {
  const ids = tasks.map(({ id }) => id);
  const needed = new Set(ids.filter((id) => asked === 'all' || isNamedBy(asked, id)));
  // A set also visits what is added while it is walked through.
  for (const id of needed) for (const before of NEEDS[id] ?? []) needed.add(before);
  return ids.filter((id) => needed.has(id));
}

/** @param asked the id of a task (`3.1`), or of several (`3`). */
export function isNamedBy(asked: string, id: string): boolean {
  return id === asked || id.startsWith(`${asked}.`);
}
