import { CloudWatch } from 'cloudform';
import { attribute, type Reference, ref } from './intrinsics.ts';
import type { IdOf } from './logical-ids.ts';

/** A CloudWatch metric of one of the resources of the template. */
export interface Metric {
  namespace: 'AWS/SNS' | 'AWS/SQS' | 'AWS/Lambda';
  name: string;
  dimension: { name: 'TopicName' | 'QueueName' | 'FunctionName'; value: Reference };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function topicMetric(name: string): Metric {
  const value = attribute('ResizeImageTopic', 'TopicName');
  return { namespace: 'AWS/SNS', name, dimension: { name: 'TopicName', value } };
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetric(id: IdOf<'AWS::SQS::Queue'>, name: string): Metric {
  return { namespace: 'AWS/SQS', name, dimension: { name: 'QueueName', value: attribute(id, 'QueueName') } };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetric(id: IdOf<'AWS::Serverless::Function'>, name: string): Metric {
  return { namespace: 'AWS/Lambda', name, dimension: { name: 'FunctionName', value: ref(id) } };
}

export interface AlarmOptions {
  name: Reference;
  description: string;
  metric: Metric;
  statistic: 'Sum' | 'Maximum';
  /** The alarm goes off above this number of messages, invocations or seconds. */
  above: number;
  /** For this long without interruption. */
  minutes: number;
  /** Who is notified, at the start and at the end of the alarm. */
  actions: CloudWatch.Alarm['Properties']['AlarmActions'] & {};
}

/**
 * An alarm that checks once a minute. Missing data is no problem: these services send no data while nothing happens.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function alarm(options: AlarmOptions): CloudWatch.Alarm {
  const { name, description, metric, statistic, above, minutes, actions } = options;
  return new CloudWatch.Alarm({
    AlarmName: name,
    AlarmDescription: description,
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: [{ Name: metric.dimension.name, Value: metric.dimension.value }],
    Statistic: statistic,
    Period: 60,
    EvaluationPeriods: minutes,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: above,
    TreatMissingData: 'notBreaching',
    AlarmActions: actions,
    OKActions: actions,
  });
}
