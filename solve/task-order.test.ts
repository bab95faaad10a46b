import assert from 'node:assert/strict';
import { it } from 'node:test';
import { tasks } from '../checks/tasks.ts';
import { tasksFor } from './task-order.ts';

it('includes everything that a task needs, in the order of the lab', () => {
  assert.deepEqual(tasksFor('1'), ['1']);
  assert.deepEqual(tasksFor('3.1'), ['1', '3.1']);
  assert.deepEqual(tasksFor('5.4'), ['1', '2.2', '3.1', '3.2', '4', '5.3', '5.4']);
  assert.deepEqual(tasksFor('2'), ['1', '2.1', '2.2', '2.3']);
});

it('does every task for all, and nothing for a task that does not exist', () => {
  assert.deepEqual(
    tasksFor('all'),
    tasks.map(({ id }) => id),
  );
  assert.deepEqual(tasksFor('10'), []);
});
