import { CloudWatch, Fn, SNS } from 'cloudform';
import type { AnyResources } from '../assemble.ts';
import { literal, pseudo, type Reference, sub } from '../intrinsics.ts';
import { publishPolicy } from '../policies.ts';
import { ref } from './grading-parameters.ts';

const alarmsArn = sub`arn:${pseudo.partition}:cloudwatch:${pseudo.region}:${pseudo.accountId}:alarm:${pseudo.stackName}-*`;

export const alarmResources: AnyResources = {
  AlarmTopic: {
    comment: 'Sends alarms to an email address, if there is one.',
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['CKV_AWS_26'],
        because:
          'CloudWatch may not use the key of SNS, and an alarm holds nothing secret. The disks of SNS are encrypted.',
      },
    ],
    resource: new SNS.Topic({}),
  },
  AlarmTopicPolicy: {
    comment: 'Only CloudWatch may publish, and only for the alarms of this stack.',
    condition: 'HasAlarmEmailAddress',
    resource: new SNS.TopicPolicy({
      Topics: [ref('AlarmTopic')],
      PolicyDocument: publishPolicy(ref('AlarmTopic'), {
        sid: 'AllowAlarmsToBeTold',
        service: 'cloudwatch.amazonaws.com',
        sourceArn: alarmsArn,
      }),
    }),
  },
  AlarmEmailSubscription: {
    comment: 'An email for every alarm, after somebody has opened the link in the first email.',
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['ES7000'],
        because: 'An email that cannot be delivered loses no alarm. Its history shows it.',
      },
    ],
    resource: new SNS.Subscription({
      TopicArn: ref('AlarmTopic'),
      Protocol: 'email',
      Endpoint: ref('AlarmEmailAddress'),
    }),
  },
  RunFailedAlarm: {
    comment: 'The function failed for more learners than ToleratedFailurePercentage, or there is no report.',
    resource: alarm('run-failed', 'A run failed. Continue it: npm run class:run -- --continue', {
      ...ofMachine('ExecutionsFailed'),
    }),
  },
  RunTimedOutAlarm: {
    comment: 'A run was stopped or did not end. Its results are kept.',
    resource: alarm('run-stopped', 'A run was stopped. Continue it: npm run class:run -- --continue', {
      ...ofMachine('ExecutionsAborted'),
    }),
  },
  ReportErrorsAlarm: {
    comment: 'The report could not be made. The results are in the bucket.',
    resource: alarm(
      'report-failed',
      'The report of a run could not be made. See the log of the function Report.',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: ref('Report') }],
      },
    ),
  },
};

function ofMachine(MetricName: string) {
  const Dimensions = [{ Name: 'StateMachineArn', Value: ref('GradingMachine') }];
  return { Namespace: 'AWS/States', MetricName, Dimensions };
}

function alarm(
  name: string,
  description: string,
  metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: Reference }[] },
): CloudWatch.Alarm {
  return new CloudWatch.Alarm({
    AlarmName: sub`${pseudo.stackName}-${literal(name)}`,
    AlarmDescription: description,
    ...metric,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    TreatMissingData: 'notBreaching',
    AlarmActions: Fn.If('HasAlarmEmailAddress', [ref('AlarmTopic')], Fn.Ref('AWS::NoValue')),
  });
}
