import { CloudWatch } from 'cloudform';
import { FUNCTION_NAMES, OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
import { functionMetric, type Metric, queueMetric, topicMetric } from './alarm.ts';
import { LONGEST_WAIT_SECONDS } from './alarms.ts';
import { type Widget, widgetRows } from './dashboard-rows.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './function-build.ts';
import { attribute, pseudo, ref, subJson } from './intrinsics.ts';
import { type IdOf, RESOURCES } from './logical-ids.ts';
import { names } from './names.ts';
import type { ResourcesOf } from './resource.ts';

const alarmIds = Object.entries(RESOURCES).flatMap(([id, type]) =>
  type === 'AWS::CloudWatch::Alarm' ? [id as IdOf<'AWS::CloudWatch::Alarm'>] : [],
);
const functions = FUNCTION_NAMES;
const queues = OUTPUT_NAMES.map((name) => `${outputId(name)}Queue` as const);
const deadLetterQueues = OUTPUT_NAMES.map((name) => `${outputId(name)}DeadLetterQueue` as const);

/**
 * What the dashboard shows, in the order in which data flows.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const body = {
  widgets: widgetRows(
    {
      height: 2,
      widgets: [
        text(
          'From upload to output: bucket, topic, queues, functions. To see which uploads could not be resized and why, run `npm run dead-letters`.',
        ),
      ],
    },
    { height: 3, widgets: [alarmStates()] },
    {
      height: 6,
      widgets: [
        graph('Uploads: notifications from S3, deliveries by SNS', 'Sum', [
          [topicMetric('NumberOfMessagesPublished'), 'published by S3'],
          [topicMetric('NumberOfNotificationsDelivered'), 'delivered'],
        ]),
        graph('Uploads that SNS could not deliver', 'Sum', [
          [topicMetric('NumberOfNotificationsFailed'), 'failed'],
          [topicMetric('NumberOfNotificationsRedrivenToDlq'), 'to a dead-letter queue'],
          [topicMetric('NumberOfNotificationsFailedToRedriveToDlq'), 'lost'],
        ]),
      ],
    },
    {
      height: 6,
      widgets: [
        graph('Messages that wait or are being processed', 'Maximum', [
          ...queues.map(line('ApproximateNumberOfMessagesVisible', queueMetric, 'waiting')),
          ...queues.map(line('ApproximateNumberOfMessagesNotVisible', queueMetric, 'in process')),
        ]),
        graph(
          'Age of the oldest message, seconds',
          'Maximum',
          queues.map(line('ApproximateAgeOfOldestMessage', queueMetric)),
          { label: 'alarm', value: LONGEST_WAIT_SECONDS },
        ),
        graph(
          'Dead letters',
          'Maximum',
          deadLetterQueues.map(line('ApproximateNumberOfMessagesVisible', queueMetric)),
        ),
      ],
    },
    {
      height: 6,
      widgets: [
        graph('Invocations', 'Sum', functions.map(line('Invocations', functionMetric))),
        graph('Errors and throttles', 'Sum', [
          ...functions.map(line('Errors', functionMetric, 'errors')),
          ...functions.map(line('Throttles', functionMetric, 'throttles')),
        ]),
        graph('Duration of the slowest 1 %, ms', 'p99', functions.map(line('Duration', functionMetric)), {
          label: 'timeout',
          value: FUNCTION_TIMEOUT_SECONDS * 1000,
        }),
        graph(
          'Invocations at the same time',
          'Maximum',
          functions.map(line('ConcurrentExecutions', functionMetric)),
        ),
      ],
    },
    { height: 8, widgets: [failures()] },
  ),
};

export const dashboardResources: ResourcesOf<'Dashboard'> = {
  Dashboard: {
    comment:
      'No task: the whole pipeline on one page, in the order in which data flows. Its JSON is the last part of this file.',
    resource: new CloudWatch.Dashboard({ DashboardName: names.dashboard, DashboardBody: subJson(body) }),
  },
};

type Line = readonly [Metric, label: string];

/** Makes a line of a graph from a resource's id. */
function line<Id extends string>(
  name: string,
  metricOf: (id: Id, name: string) => Metric,
  label?: string,
): (id: Id) => Line {
  return (id) => [metricOf(id, name), label ? `${id}: ${label}` : id];
}

function text(markdown: string): Widget {
  return { type: 'text', properties: { markdown } };
}

function alarmStates(): Widget {
  const alarms = alarmIds.map((id) => attribute(id, 'Arn'));
  return { type: 'alarm', properties: { title: 'Alarms', alarms } };
}

function graph(
  title: string,
  stat: 'Sum' | 'Maximum' | 'p99',
  lines: readonly Line[],
  limit?: { label: string; value: number },
): Widget {
  const metrics = lines.map(([{ namespace, name, dimension }, label]) => [
    ...[namespace, name, dimension.name, dimension.value],
    { label },
  ]);
  const properties = { title, view: 'timeSeries', region: pseudo.region, stat, period: 60, metrics };
  return {
    type: 'metric',
    properties: { ...properties, ...(limit && { annotations: { horizontal: [limit] } }) },
  };
}

/** The failures that the functions logged, and the timeouts and crashes that Lambda logged. */
function failures(): Widget {
  const sources = FUNCTION_NAMES.map((name) => ref(`${name}Logs`));
  const query = [
    'fields @timestamp, function_name, message, @message',
    'filter level = "ERROR" or @message like /Status: (timeout|error)/',
    'sort @timestamp desc',
    'limit 50',
  ];
  const logs = sources.map(({ insideSub }) => `SOURCE '${insideSub}'`);
  return {
    type: 'log',
    properties: {
      title: 'Failures',
      region: pseudo.region,
      view: 'table',
      query: [...logs, ...query].join(' | '),
    },
  };
}
