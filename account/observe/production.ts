import type { Aws } from '../../aws/clients.ts';
import type { ForEachLabOutput, LabOutput } from '../../lab/output-names.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { ProductionFacts, QueueFacts } from '../facts.ts';
import { absent, follow, foundIn, type Seen } from '../seen.ts';
import { observeAlarms } from './alarms.ts';
import { isPublicAccessBlocked, keepsVersions } from './bucket-protection.ts';
import { observeDashboard } from './dashboard.ts';
import type { Discovered } from './discover.ts';
import { observeLogGroup } from './log-group.ts';
import { once } from './once.ts';
import { nameOfArn } from './place.ts';
import { observeDeadLetterQueue } from './queue.ts';
import { forEachLabOutput } from './side-by-side.ts';

/** Reads what production needs beyond the tasks. None of it counts towards the grade. */
export async function observeProduction(
  aws: Aws,
  { bucket, functions }: Pick<Discovered, 'bucket' | 'functions'>,
  asked: Promise<ForEachLabOutput<Seen<QueueFacts>>>,
): Promise<ProductionFacts> {
  // Both queues can have the same dead-letter queue.
  const deadLetterQueue = once((arn) => observeDeadLetterQueue(aws, arn));
  const logGroup = once((name) => observeLogGroup(aws, name));
  const names = asked.then((queues) => namesIn(queues, functions));
  const [versioning, publicAccessBlocked, deadLetterQueues, logGroups, alarms, dashboard] = await Promise.all(
    [
      follow(bucket, (name) => keepsVersions(aws, name)),
      follow(bucket, (name) => isPublicAccessBlocked(aws, name)),
      forEachLabOutput(async (end) =>
        follow((await asked)[end], async ({ deadLetters }) =>
          deadLetters ? deadLetterQueue(deadLetters.arn) : absent([]),
        ),
      ),
      forEachLabOutput((end) => follow(functions[end], (lambda) => logGroup(lambda.logGroup))),
      names.then((all) => observeAlarms(aws, all)),
      names.then((all) => observeDashboard(aws, all)),
    ],
  );
  return {
    byTls: await isByTls(aws),
    ...{ versioning, publicAccessBlocked, deadLetterQueues, logGroups, alarms, dashboard },
  };
}

/** Lists the names of the queues, their dead-letter queues and the functions. */
function namesIn(
  queues: ForEachLabOutput<Seen<QueueFacts>>,
  functions: Discovered['functions'],
): Set<string> {
  const namesAt = (end: LabOutput) => {
    const { name, deadLetters } = foundIn(queues[end]) ?? {};
    return [name, deadLetters && nameOfArn(deadLetters.arn), foundIn(functions[end])?.name];
  };
  const names = LAB_OUTPUT_NAMES.flatMap(namesAt);
  return new Set(names.flatMap((name) => name ?? []));
}

/**
 * Tells whether the endpoint uses TLS. A custom endpoint may not. The SDK knows the endpoint only after the first
 * request.
 */
async function isByTls({ sts }: Aws): Promise<boolean> {
  const own = await sts.config.endpoint?.();
  return own?.protocol !== 'http:';
}
