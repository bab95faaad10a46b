/** Whether somebody would notice trouble and could see where it is. */

import { foundIn, type Seen } from '../../account/seen.ts';
import type { ForEachLabOutput } from '../../lab/output-names.ts';
import type { Advice } from '../step.ts';
import { inWords, type Looked, namesOf, productionAdvice } from './production-advice.ts';

export function adviseOnWatching(facts: Looked): Advice[] {
  return [...adviseAlarms(facts), ...adviseDashboard(facts)];
}

/** One piece of advice about everything that no alarm watches. For each resource, one alarm on any of the metrics is enough. */
function adviseAlarms({ production, queues, functions }: Looked): Advice[] {
  const alarms = foundIn(production.alarms);
  if (alarms === undefined) return [];
  const unwatched = (of: string, things: Things, metrics: readonly string[]) => {
    const watched = alarms.filter(({ namespace, metric }) => metrics.includes(`${namespace} ${metric}`));
    const names = namesOf(things, ({ name }) => watched.every((alarm) => alarm.of !== name));
    return names.length === 0 ? [] : [{ of, names }];
  };
  const all = [
    ...unwatched('dead letters', production.deadLetterQueues, [WAITING, 'AWS/SQS NumberOfMessagesSent']),
    ...unwatched('errors', functions, ['AWS/Lambda Errors']),
    ...unwatched('throttles', functions, ['AWS/Lambda Throttles']),
    ...unwatched('waiting uploads', queues, [WAITING, 'AWS/SQS ApproximateAgeOfOldestMessage']),
  ];
  if (all.length === 0) return [];
  return [
    productionAdvice({
      id: 'alarms',
      title: `No alarm watches ${inWords(all.map(({ of }) => of))}`,
      why: `Nobody notices the trouble until a picture is missing (${inWords(all.flatMap(({ names }) => names))}).`,
      how: "Create CloudWatch alarms on dead letters, on the age of the queue's oldest message, and on the function's errors and throttles, as template.yaml does.",
      anchor: 'alarms',
    }),
  ];
}

function adviseDashboard({ production }: Looked): Advice[] {
  if (foundIn(production.dashboard) !== false) return [];
  return [
    productionAdvice({
      id: 'dashboard',
      title: 'No dashboard shows the pipeline',
      why: 'When something goes wrong, you have to look up its metrics in four services, one after the other.',
      how: 'Create a CloudWatch dashboard with the metrics of the topic, the queues and the functions, in the order in which data flows.',
      anchor: 'alarms',
    }),
  ];
}

type Things = ForEachLabOutput<Seen<{ name: string }>>;

const WAITING = 'AWS/SQS ApproximateNumberOfMessagesVisible';
