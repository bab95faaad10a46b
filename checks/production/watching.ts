/** Whether somebody would hear of trouble, and see where it is. */
import type { ForEachEnd, Seen } from '../facts.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';
import { inWords, type Looked, namesOf, productionAdvice } from './production-advice.ts';

export function adviseOnWatching(facts: Looked): Advice[] {
  return [...adviseAlarms(facts), ...adviseDashboard(facts)];
}

/** One advice on all that no alarm watches. Of each thing, an alarm of any of the metrics will do. */
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
    ...unwatched('uploads that wait', queues, [WAITING, 'AWS/SQS ApproximateAgeOfOldestMessage']),
  ];
  if (all.length === 0) return [];
  return [
    productionAdvice({
      id: 'alarms',
      title: `No alarm tells of ${inWords(all.map(({ of }) => of))}`,
      why: `Nobody hears of it before somebody misses a picture (${inWords(all.flatMap(({ names }) => names))}).`,
      how: "Make alarms in CloudWatch on dead letters, the age of the queue's oldest message, and the function's errors and throttles, as template.yaml does.",
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
      why: 'In trouble, its numbers have to be looked for in four services, one after the other.',
      how: 'Make one in CloudWatch, with the metrics of topic, queues and functions in the order in which data flows.',
      anchor: 'alarms',
    }),
  ];
}

type Things = ForEachEnd<Seen<{ name: string }>>;

const WAITING = 'AWS/SQS ApproximateNumberOfMessagesVisible';
