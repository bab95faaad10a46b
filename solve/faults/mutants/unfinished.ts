/** Learners who run the grader in the middle of the lab. */
import type { DoneTask } from '../../labs/hand-built-lab.ts';
import type { Mutant } from '../set-up.ts';

const FUNCTIONS = ['5.1.function', '5.3.function'];
const ROLES = ['4.custom-trust', '4.lab-trust', ...FUNCTIONS];
const AFTER_THE_BUCKET = ['6.upload', '8.rule', '9.email'];

export const unfinishedMutants: readonly Mutant[] = [
  stopped('0', ['1.topic', '2.1.queue', '2.2.queue', '3.2.bucket', ...ROLES]),
  stopped('1', ['2.1.queue', '2.2.queue', '3.1.publish', '3.2.bucket', ...ROLES, '9.email']),
  stopped('2', ['3.1.publish', '3.2.bucket', ...ROLES, '9.email']),
  stopped('3.1', ['3.2.bucket', ...ROLES, '9.email']),
  stopped('3.2', [...ROLES, ...AFTER_THE_BUCKET]),
  stopped('4', [...FUNCTIONS, ...AFTER_THE_BUCKET]),
  stopped('5', AFTER_THE_BUCKET),
];

function stopped(until: DoneTask, fails: readonly string[]): Mutant {
  const [first = '', ...more] = fails;
  return {
    name: until === '0' ? 'not-begun' : `stopped-after-task-${until.replace('.', '-')}`,
    mistake:
      until === '0' ? 'The learner has not started.' : `The learner has finished the tasks up to ${until}.`,
    until,
    fails: [first, ...more],
    hint: /^Not yet: /,
  };
}
