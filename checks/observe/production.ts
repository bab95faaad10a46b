import type { Aws } from '../aws.ts';
import type { End, ForEachEnd, ProductionFacts, QueueFacts, Seen } from '../facts.ts';
import { foundIn } from '../tasks/found.ts';
import { observeAlarms } from './alarms.ts';
import { isPublicAccessBlocked, keepsVersions } from './bucket-protection.ts';
import { observeDashboard } from './dashboard.ts';
import type { Discovered } from './discover.ts';
import { forEachEnd } from './for-each-end.ts';
import { observeLogGroup } from './log-group.ts';
import { nameOfArn } from './place.ts';
import { observeDeadLetterQueue } from './queue.ts';
import { absent, follow, once } from './seen.ts';

/** Looks at what production needs, beside what the tasks look at anyway. Nothing in here counts in a grade. */
export async function observeProduction(
  aws: Aws,
  { bucket, functions }: Pick<Discovered, 'bucket' | 'functions'>,
  asked: Promise<ForEachEnd<Seen<QueueFacts>>>,
): Promise<ProductionFacts> {
  // Both ends can have the same one.
  const deadLetterQueue = once((arn) => observeDeadLetterQueue(aws, arn));
  const logGroup = once((name) => observeLogGroup(aws, name));
  const names = asked.then((queues) => namesIn(queues, functions));
  const [versioning, publicAccessBlocked, deadLetterQueues, logGroups, alarms, dashboard] = await Promise.all(
    [
      follow(bucket, (name) => keepsVersions(aws, name)),
      follow(bucket, (name) => isPublicAccessBlocked(aws, name)),
      forEachEnd(async (end) =>
        follow((await asked)[end], async ({ deadLetters }) =>
          deadLetters ? deadLetterQueue(deadLetters.arn) : absent([]),
        ),
      ),
      forEachEnd((end) => follow(functions[end], (lambda) => logGroup(lambda.logGroup))),
      names.then((all) => observeAlarms(aws, all)),
      names.then((all) => observeDashboard(aws, all)),
    ],
  );
  return {
    byTls: await isByTls(aws),
    ...{ versioning, publicAccessBlocked, deadLetterQueues, logGroups, alarms, dashboard },
  };
}

/** Names of the queues, of their dead-letter queues, and of the functions. */
function namesIn(queues: ForEachEnd<Seen<QueueFacts>>, functions: Discovered['functions']): Set<string> {
  const namesAt = (end: End) => {
    const { name, deadLetters } = foundIn(queues[end]) ?? {};
    return [name, deadLetters && nameOfArn(deadLetters.arn), foundIn(functions[end])?.name];
  };
  const names = [...namesAt('thumbnail'), ...namesAt('mobile')];
  return new Set(names.flatMap((name) => name ?? []));
}

/** An endpoint of one's own can be without it; the SDK knows it once it has been asked. */
async function isByTls({ sts }: Aws): Promise<boolean> {
  const own = await sts.config.endpoint?.();
  return own?.protocol !== 'http:';
}
