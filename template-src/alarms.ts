import { SNS } from 'cloudform';
import {
  deadLetterQueueName,
  type FunctionName,
  type OutputId,
  type OutputName,
  outputId,
  queueName,
} from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { type AlarmOptions, alarm, functionMetric, queueMetric, topicMetric } from './alarm.ts';
import { keyIfAny } from './encryption.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './function-build.ts';
import { ref, when } from './intrinsics.ts';
import { alarmsArn, names, namesOf } from './names.ts';
import { publishPolicy } from './policies.ts';
import { MAX_RECEIVES } from './queues.ts';
import { type ResourcesOf, resourcesOfEachOutput } from './resource.ts';

type AlarmType = 'AWS::CloudWatch::Alarm';

/** After this time, a message that fails is in the dead-letter queue. An older one has not been tried yet. */
export const LONGEST_WAIT_SECONDS = MAX_RECEIVES * 6 * FUNCTION_TIMEOUT_SECONDS;

const alarmsOfThePipeline: ResourcesOf<
  | 'AlarmTopic'
  | 'AlarmTopicPolicy'
  | 'AlarmEmailSubscription'
  | 'DeliveriesFailedAlarm'
  | 'DeliveriesLostAlarm'
> = {
  AlarmTopic: {
    comment: `No task: sends alarms to an email address, if there is one. It is not the topic of the pictures, whose notifications
would bury the alarms.`,
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['CKV_AWS_26'],
        because:
          'Without a key of yours it has none, because CloudWatch may not use the key of SNS. Its disks are encrypted.',
        onlyWithoutKey: true,
      },
    ],
    resource: new SNS.Topic({ TopicName: names.alarmTopic, KmsMasterKeyId: keyIfAny }),
  },
  AlarmTopicPolicy: {
    comment: 'No task: only CloudWatch may publish, and only for the alarms of this stack.',
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
    comment: 'No task: an email for every alarm, after somebody has opened the link in the first email.',
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['ES7000'],
        because:
          'An email that cannot be delivered loses no alarm. The dashboard and the history of the alarm show it.',
      },
    ],
    resource: new SNS.Subscription({
      TopicArn: ref('AlarmTopic'),
      Protocol: 'email',
      Endpoint: ref('AlarmEmailAddress'),
    }),
  },
  DeliveriesFailedAlarm: {
    comment: `No task: SNS could not deliver a message. It has made all its retries, and has sent the message to the dead-letter
queue.`,
    resource: told({
      name: names.deliveriesFailedAlarm,
      description:
        'SNS could not deliver notifications of uploads to a queue (or an email address). They are in the dead-letter queues. Look at the policies of the queues, and at the policy of their key if they have one. Then move them back: npm run redrive',
      metric: topicMetric('NumberOfNotificationsFailed'),
      statistic: 'Sum',
      above: 0,
      minutes: 1,
    }),
  },
  DeliveriesLostAlarm: {
    comment: 'No task: the only way left to lose a message. The picture itself is still in the bucket.',
    resource: told({
      name: names.deliveriesLostAlarm,
      description:
        'SNS could deliver notifications of uploads neither to their queue nor to the dead-letter queue. These pictures will not be resized. Look at the policies of the dead-letter queues and of their key. Then upload those pictures again, or copy each one onto itself, which sends a new notification: aws s3 cp s3://BUCKET/KEY s3://BUCKET/KEY --metadata-directive REPLACE',
      metric: topicMetric('NumberOfNotificationsFailedToRedriveToDlq'),
      statistic: 'Sum',
      above: 0,
      minutes: 1,
    }),
  },
};

/** The alarms of each output: on its queue and its dead-letter queue, and on the errors and throttles of its function. */
const alarmsOfOutputs = {
  ...resourcesOfEachOutput<OutputId, { QueueAgeAlarm: AlarmType }>(outputId, (name, isFirst) => ({
    QueueAgeAlarm: {
      comment: isFirst
        ? `No task: uploads wait longer than a message takes from its first failure to the dead-letter queue (${MAX_RECEIVES} times
${6 * FUNCTION_TIMEOUT_SECONDS} seconds). So the reason is not a single bad picture: the function is too slow, or does not run.`
        : `No task: the same for ${queueName(name)}.`,
      resource: queueAgeAlarm(name),
    },
  })),
  ...resourcesOfEachOutput<OutputId, { DeadLettersAlarm: AlarmType }>(outputId, (name, isFirst) => ({
    DeadLettersAlarm: {
      comment: isFirst
        ? `No task: ${OUTPUTS[name].functionName} could not process an upload, and will not try again by itself. The alarm ends when the dead-letter
queue is empty again.`
        : `No task: the same for ${deadLetterQueueName(name)}.`,
      resource: deadLettersAlarm(name),
    },
  })),
  ...resourcesOfEachOutput<FunctionName, { ErrorsAlarm: AlarmType }>(functionOf, (name, isFirst) => ({
    ErrorsAlarm: {
      comment: isFirst
        ? `No task: the function ran out of time or memory, or did not start. A picture that cannot be resized is not an error of
the function: the function reports that its message failed, and the message is moved to the dead-letter queue.`
        : `No task: the same for ${OUTPUTS[name].functionName}.`,
      resource: errorsAlarm(name),
    },
  })),
  ...resourcesOfEachOutput<FunctionName, { ThrottlesAlarm: AlarmType }>(functionOf, (name, isFirst) => ({
    ThrottlesAlarm: {
      comment: isFirst
        ? `No task: the other functions of the account leave too little concurrency. Lambda tries again by itself, so a single
throttle is harmless. But each one costs a message one of its ${MAX_RECEIVES} tries.`
        : `No task: the same for ${OUTPUTS[name].functionName}.`,
      resource: throttlesAlarm(name),
    },
  })),
};

export const alarmResources = { ...alarmsOfThePipeline, ...alarmsOfOutputs };

function functionOf(name: OutputName): FunctionName {
  return OUTPUTS[name].functionName;
}

/** Without an email address there is no topic and nobody is notified. The dashboard shows the alarms in any case. */
function told(options: Omit<AlarmOptions, 'actions'>) {
  return alarm({ ...options, actions: when('HasAlarmEmailAddress', [ref('AlarmTopic')]) });
}

function queueAgeAlarm(name: OutputName) {
  return told({
    name: namesOf(name).queueAgeAlarm,
    description: `Uploads have waited for more than ${LONGEST_WAIT_SECONDS / 60} minutes. Look at the log of the function, at its trigger and at the dashboard. If the function only has too much to do, raise MaximumConcurrency.`,
    metric: queueMetric(`${outputId(name)}Queue`, 'ApproximateAgeOfOldestMessage'),
    statistic: 'Maximum',
    above: LONGEST_WAIT_SECONDS,
    minutes: 3,
  });
}

function deadLettersAlarm(name: OutputName) {
  return told({
    name: namesOf(name).deadLettersAlarm,
    description:
      'Uploads could not be resized. To see which ones and why, run: npm run dead-letters. When you have fixed the cause, move them back to their queue: npm run redrive. They are kept for 14 days from the upload.',
    metric: queueMetric(`${outputId(name)}DeadLetterQueue`, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
    above: 0,
    minutes: 1,
  });
}

function errorsAlarm(name: OutputName) {
  const { functionName } = OUTPUTS[name];
  return told({
    name: namesOf(name).errorsAlarm,
    description: `${functionName} ran out of time or memory, or did not start. The table of failures on the dashboard shows the reason. Raise its memory size, or lower MaxMegapixels. SQS delivers the message again. After the fifth try it is moved to the dead-letter queue.`,
    metric: functionMetric(functionName, 'Errors'),
    statistic: 'Sum',
    above: 0,
    minutes: 1,
  });
}

function throttlesAlarm(name: OutputName) {
  const { functionName } = OUTPUTS[name];
  return told({
    name: namesOf(name).throttlesAlarm,
    description: `${functionName} has been throttled for 15 minutes, because other functions use the concurrency of the account. Lower MaximumConcurrency, or ask AWS for a higher limit. Then move messages back that went to the dead-letter queue: npm run redrive`,
    metric: functionMetric(functionName, 'Throttles'),
    statistic: 'Sum',
    above: 0,
    minutes: 15,
  });
}
