import { type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Aws } from '../../aws/clients.ts';
import type { AlarmFacts } from '../facts.ts';
import { type Seen, see } from '../seen.ts';

/** A page holds 100 alarms. In an account with more than ten pages, the grader says nothing about alarms. */
const PAGES = 10;

/**
 * Lists what the account's alarms watch about the given queues and functions. It does not check whether an alarm
 * notifies anybody: EventBridge, a dashboard or a composite alarm can do that.
 * @returns absent when the account has too many alarms to read.
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

/** An alarm watches one metric, or an expression over several. */
function alarmFacts({ AlarmName: alarm = '', Metrics = [], ...own }: MetricAlarm): AlarmFacts[] {
  const metrics = [own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return metrics.flatMap(({ Namespace: namespace = '', MetricName: metric = '', Dimensions = [] }) =>
    Dimensions.map(({ Value: of = '' }) => ({ alarm, namespace, metric, of })),
  );
}
