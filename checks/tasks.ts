import type { Task } from './step.ts';
import { task1 } from './tasks/task-1.ts';
import { task21, task22, task23 } from './tasks/task-2.ts';
import { task31, task32 } from './tasks/task-3.ts';
import { task4 } from './tasks/task-4.ts';
import { task51, task52, task53, task54 } from './tasks/task-5.ts';
import { task6 } from './tasks/task-6.ts';
import { task71, task72 } from './tasks/task-7.ts';
import { task8 } from './tasks/task-8.ts';
import { task9 } from './tasks/task-9.ts';

/** The tasks of the lab, in order: 100 points and 10 bonus points. */
export const tasks: readonly Task[] = [
  task1,
  ...[task21, task22, task23],
  ...[task31, task32],
  task4,
  ...[task51, task52, task53, task54],
  task6,
  ...[task71, task72],
  task8,
  task9,
];
