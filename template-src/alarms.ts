import { SNS } from 'cloudform';
import { type AlarmOptions, alarm, functionMetric, queueMetric, topicMetric } from './alarm.ts';
import { keyIfAny } from './encryption.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './functions.ts';
import { pseudo, ref, when } from './intrinsics.ts';
import type { IdOf, WorkQueueId } from './logical-ids.ts';
import { alarmsArn, names } from './names.ts';
import { denyWithoutTls, policyDocument } from './policies.ts';
import { MAX_RECEIVES } from './queues.ts';
import type { ResourcesOf } from './resource.ts';

type AlarmId = IdOf<'AWS::CloudWatch::Alarm'>;
type FunctionId = IdOf<'AWS::Serverless::Function'>;

/** A message that fails is in the dead-letter queue by then: what is older than this waits for its first turn. */
export const LONGEST_WAIT_SECONDS = MAX_RECEIVES * 6 * FUNCTION_TIMEOUT_SECONDS;

export const alarmResources: ResourcesOf<
  'AlarmTopic' | 'AlarmTopicPolicy' | 'AlarmEmailSubscription' | AlarmId
> = {
  AlarmTopic: {
    comment: `No task: tells of alarms, if there is somebody to tell. A topic of its own: one of pictures would flood whoever wants
to hear of trouble.`,
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['CKV_AWS_26'],
        because:
          "Without a key of yours there is none (CloudWatch may not use SNS's); its disks are encrypted.",
        onlyWithoutKey: true,
      },
    ],
    resource: new SNS.Topic({ TopicName: names.alarmTopic, KmsMasterKeyId: keyIfAny }),
  },
  AlarmTopicPolicy: {
    comment: "No task: only CloudWatch may publish, and only for this stack's alarms.",
    condition: 'HasAlarmEmailAddress',
    resource: new SNS.TopicPolicy({
      Topics: [ref('AlarmTopic')],
      PolicyDocument: policyDocument(
        {
          Sid: 'AllowAlarmsToBeTold',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref('AlarmTopic'),
          Condition: {
            StringEquals: { 'aws:SourceAccount': pseudo.accountId },
            ArnLike: { 'aws:SourceArn': alarmsArn },
          },
        },
        denyWithoutTls('sns:Publish', ref('AlarmTopic')),
      ),
    }),
  },
  AlarmEmailSubscription: {
    comment: 'No task: a mail for every alarm, once the link in the first mail is opened.',
    condition: 'HasAlarmEmailAddress',
    suppressed: [
      {
        rules: ['ES7000'],
        because:
          'A mail that cannot be delivered loses no alarm: it stays on, on the dashboard and in its history.',
      },
    ],
    resource: new SNS.Subscription({
      TopicArn: ref('AlarmTopic'),
      Protocol: 'email',
      Endpoint: ref('AlarmEmailAddress'),
    }),
  },
  DeliveriesFailedAlarm: {
    comment: `No task: SNS could not deliver for a minute or longer. It has tried again for as long as it does, and has put the
message into the dead-letter queue.`,
    resource: told({
      name: names.deliveriesFailedAlarm,
      description:
        'SNS could not hand uploads to a queue (or a mail address). They are in the dead-letter queues. Look at the policies of the queues, and at that of their key if they have one; then: npm run redrive',
      metric: topicMetric('NumberOfNotificationsFailed'),
      statistic: 'Sum',
      above: 0,
      minutes: 1,
    }),
  },
  DeliveriesLostAlarm: {
    comment: 'No task: the one way left to lose a message. The picture itself is still in the bucket.',
    resource: told({
      name: names.deliveriesLostAlarm,
      description:
        'SNS could deliver uploads neither to their queue nor to the dead-letter queue: they are not going to be resized. Look at the policies of the dead-letter queues and of their key; then upload those pictures again, or copy each onto itself, which tells the topic once more: aws s3 cp s3://BUCKET/KEY s3://BUCKET/KEY --metadata-directive REPLACE',
      metric: topicMetric('NumberOfNotificationsFailedToRedriveToDlq'),
      statistic: 'Sum',
      above: 0,
      minutes: 1,
    }),
  },
  ThumbnailQueueAgeAlarm: {
    comment: `No task: uploads wait for longer than a message takes from its first failure to the dead-letter queue (${MAX_RECEIVES} times
${6 * FUNCTION_TIMEOUT_SECONDS} seconds), so it is no single bad picture: the function does not keep up, or does not run.`,
    resource: queueAgeAlarm('ThumbnailQueue', names.thumbnailQueueAgeAlarm),
  },
  MobileQueueAgeAlarm: {
    comment: 'No task: the same for mobile-queue.',
    resource: queueAgeAlarm('MobileQueue', names.mobileQueueAgeAlarm),
  },
  ThumbnailDeadLettersAlarm: {
    comment: `No task: something got no thumbnail, and will get none until somebody looks. It is over when the dead-letter queue is
empty again.`,
    resource: deadLettersAlarm('ThumbnailDeadLetterQueue', names.thumbnailDeadLettersAlarm),
  },
  MobileDeadLettersAlarm: {
    comment: 'No task: the same for mobile pictures.',
    resource: deadLettersAlarm('MobileDeadLetterQueue', names.mobileDeadLettersAlarm),
  },
  CreateThumbnailErrorsAlarm: {
    comment: `No task: the function ran out of time or memory, or did not start. A picture that cannot be resized is no error here: it is
reported as a failure of its message, and comes to the dead-letter queue.`,
    resource: errorsAlarm('CreateThumbnail', names.createThumbnailErrorsAlarm),
  },
  CreateMobileImageErrorsAlarm: {
    comment: 'No task: the same for CreateMobileImage.',
    resource: errorsAlarm('CreateMobileImage', names.createMobileImageErrorsAlarm),
  },
  CreateThumbnailThrottlesAlarm: {
    comment: `No task: the account's other functions leave too little concurrency. Lambda tries again by itself, so one throttle is
nothing; but each costs a message one of its ${MAX_RECEIVES} tries.`,
    resource: throttlesAlarm('CreateThumbnail', names.createThumbnailThrottlesAlarm),
  },
  CreateMobileImageThrottlesAlarm: {
    comment: 'No task: the same for CreateMobileImage.',
    resource: throttlesAlarm('CreateMobileImage', names.createMobileImageThrottlesAlarm),
  },
};

/** Without an address there is no topic, and nobody is told; the dashboard shows the alarms all the same. */
function told(options: Omit<AlarmOptions, 'actions'>) {
  return alarm({ ...options, actions: when('HasAlarmEmailAddress', [ref('AlarmTopic')]) });
}

function queueAgeAlarm(id: WorkQueueId, name: AlarmOptions['name']) {
  return told({
    name,
    description: `Uploads have waited for more than ${LONGEST_WAIT_SECONDS / 60} minutes. Look at the function's log and its trigger, and at the dashboard: if it only has too much to do, raise MaximumConcurrency.`,
    metric: queueMetric(id, 'ApproximateAgeOfOldestMessage'),
    statistic: 'Maximum',
    above: LONGEST_WAIT_SECONDS,
    minutes: 3,
  });
}

function deadLettersAlarm(id: Exclude<IdOf<'AWS::SQS::Queue'>, WorkQueueId>, name: AlarmOptions['name']) {
  return told({
    name,
    description:
      'Uploads could not be resized. See which and why: npm run dead-letters. When the cause is mended, move them back: npm run redrive. They are kept for 14 days from the upload.',
    metric: queueMetric(id, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
    above: 0,
    minutes: 1,
  });
}

function errorsAlarm(id: FunctionId, name: AlarmOptions['name']) {
  return told({
    name,
    description: `${id} ran out of time or memory, or did not start. Which, is in the table of failures on the dashboard. Raise its memory, or lower MaxMegapixels. Its message comes again by itself; the fifth time it is a dead letter.`,
    metric: functionMetric(id, 'Errors'),
    statistic: 'Sum',
    above: 0,
    minutes: 1,
  });
}

function throttlesAlarm(id: FunctionId, name: AlarmOptions['name']) {
  return told({
    name,
    description: `${id} has been throttled for 15 minutes: other functions take the account's concurrency. Lower MaximumConcurrency, or ask AWS for a higher limit. What went to the dead-letter queue meanwhile: npm run redrive`,
    metric: functionMetric(id, 'Throttles'),
    statistic: 'Sum',
    above: 0,
    minutes: 15,
  });
}
