import type { Place } from '../../account/observe/place.ts';
import { Failure } from '../../cli/failure.mjs';
import { inWords, OUTPUT_NAMES, queueName } from '../../lab/output-names.ts';

export function ambiguousTopic(candidates: readonly string[]): Failure {
  const problem = `Expected one topic of the lab, found several: ${candidates.join(', ')}.`;
  return failure('ambiguous', problem, `--topic ${candidates[0]}`);
}

export function noQueues({ region }: Place): Failure {
  const problem = `Expected ${inWords(OUTPUT_NAMES.map(queueName), 'or')} in ${region}, found none of them.`;
  return failure('no-queues', problem, '--region REGION   # or --stack, --topic or --queue NAME');
}

export function noSuchQueue(name: string, { region }: Place): Failure {
  const problem = `There is no queue '${name}' in ${region}.`;
  return new Failure({ code: 'no-such-queue', problem, fix: 'aws sqs list-queues   # or omit --queue' });
}

/** @param notes a sentence for each queue without a dead-letter queue. */
export function noDeadLetterQueue(notes: readonly string[]): Failure {
  return new Failure({
    code: 'no-dead-letter-queue',
    problem: notes.join('\n  '),
    fix: 'follow lab/production.md#dead-letter-queues to add one, or deploy template.yaml, which has them',
  });
}

/** @param options to add to the current command. */
function failure(code: string, problem: string, options: string): Failure {
  return new Failure({
    code,
    problem,
    fix: `npm run ${process.env.npm_lifecycle_event ?? 'dead-letters'} -- ${options}`,
  });
}
