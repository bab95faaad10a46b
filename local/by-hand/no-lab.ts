import { Failure } from '../../cli/failure.mjs';

/** Explains that the lab of `npm run lab` is not running. */
export function noLabByHand(): Failure {
  return new Failure({
    code: 'no-lab-by-hand',
    problem: 'Expected the lab of npm run lab to be up, but it is not. Your work is kept.',
    fix: 'npm run lab   # in another terminal. It runs until Ctrl-C',
  });
}
