import type { Place } from '../../checks/observe/place.ts';
import { Failure } from '../../local/set-up/failure.mjs';

export function ambiguousTopic(candidates: readonly string[]): Failure {
  const problem = `More than one topic could be the lab's: ${candidates.join(', ')}.`;
  return failure('ambiguous', problem, `--topic ${candidates[0]}`);
}

export function noQueues({ region }: Place): Failure {
  const problem = `There is neither thumbnail-queue nor mobile-queue in ${region}.`;
  return failure('no-queues', problem, '--region REGION   # or --stack, --topic or --queue NAME');
}

export function noSuchQueue(name: string, { region }: Place): Failure {
  const problem = `There is no queue '${name}' in ${region}.`;
  return new Failure({ code: 'no-such-queue', problem, fix: 'aws sqs list-queues   # or leave --queue out' });
}

/** @param notes of each queue that has none. */
export function noDeadLetterQueue(notes: readonly string[]): Failure {
  return new Failure({
    code: 'no-dead-letter-queue',
    problem: notes.join('\n  '),
    fix: 'lab/README.md#dead-letter-queues tells how to give a queue one; template.yaml has them',
  });
}

/** @param options to be added to the command that was given. */
function failure(code: string, problem: string, options: string): Failure {
  return new Failure({
    code,
    problem,
    fix: `npm run ${process.env.npm_lifecycle_event ?? 'dead-letters'} -- ${options}`,
  });
}
