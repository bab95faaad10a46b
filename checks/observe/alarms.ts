import { type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Aws } from '../aws.ts';
import type { AlarmFacts, Seen } from '../facts.ts';
import { see } from '../trouble.ts';

/** A hundred alarms a page: in an account with more than ten of these, nothing is said of alarms. */
const PAGES = 10;

/**
 * What the account's alarms watch of things of these names. Whether they tell anybody is not asked: that can go by
 * EventBridge, a dashboard, or an alarm of alarms.
 * @returns absent when there are too many alarms to tell.
 */
export async function observeAlarms(
  { cloudWatch: client }: Aws,
  names: ReadonlySet<string>,
): Promise<Seen<readonly AlarmFacts[]>> {
  if (names.size === 0) return { kind: 'absent' };
  return see('cloudwatch:DescribeAlarms', async () => {
    const all: AlarmFacts[] = [];
    let pages = 0;
    const request = { AlarmTypes: ['MetricAlarm' as const], MaxRecords: 100 };
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, request)) {
      if (++pages > PAGES) return undefined;
      all.push(...MetricAlarms.flatMap(alarmFacts).filter(({ of }) => names.has(of)));
    }
    return all;
  });
}

/** An alarm is of one metric, or of a formula of several. */
function alarmFacts({ AlarmName: alarm = '', Metrics = [], ...own }: MetricAlarm): AlarmFacts[] {
  const metrics = [own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return metrics.flatMap(({ Namespace: namespace = '', MetricName: metric = '', Dimensions = [] }) =>
    Dimensions.map(({ Value: of = '' }) => ({ alarm, namespace, metric, of })),
  );
}
