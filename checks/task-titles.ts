import { tasks } from './tasks.ts';

/** The titles of the tasks, by their numbers. */
export const TASK_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  tasks.map(({ id, title }) => [id, title]),
);
