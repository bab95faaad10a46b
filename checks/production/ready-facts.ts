/** For the tests: the facts of a lab that has all that production needs, with the template's own policies. */
import { resourcesWith } from '../../template-src/plain-resources.ts';
import { found, rightBucket, rightTopic, valueOfFixture } from '../broken-facts.ts';
import type { AlarmFacts, End, Facts, FunctionFacts, ProductionFacts, QueueFacts, Seen } from '../facts.ts';
import { allRightFacts } from '../report/fixtures.ts';
import { endNames } from '../tasks/ends.ts';

const ARNS: Readonly<Record<string, string>> = {
  '<ResizeImageTopic>': rightTopic.arn,
  '<ImageBucket.Arn>': `arn:aws:s3:::${rightBucket.name}`,
  '<ThumbnailQueue.Arn>': queue('thumbnail').arn,
  '<MobileQueue.Arn>': queue('mobile').arn,
};

const resources = resourcesWith({ 'AWS::AccountId': allRightFacts.account });
const ownBucket = `resize-image-${allRightFacts.account}-${allRightFacts.region}`;

/** A policy of the template, of the fixture's things. */
function policyOf(id: string): unknown {
  const text = JSON.stringify(resources[id]?.Properties.PolicyDocument);
  const named = text.replaceAll(/<[\w.]+>/g, (name) => ARNS[name] ?? name);
  return JSON.parse(named.replaceAll(ownBucket, rightBucket.name));
}

function queue(end: End): QueueFacts {
  return valueOfFixture(allRightFacts.queues[end]);
}

function deadLetterQueue(end: End) {
  const arn = queue(end).arn.replace('-queue', '-dead-letter-queue');
  const name = `${end}-dead-letter-queue`;
  return { arn, name, encrypted: true, retentionSeconds: 1_209_600, allows: 'some' } as const;
}

function readyQueue(end: End, id: string): Seen<QueueFacts> {
  const deadLetters = { arn: deadLetterQueue(end).arn, maxReceives: 5 };
  return found({ ...queue(end), policy: policyOf(id), waitSeconds: 20, deadLetters });
}

function readyFunction(end: End): Seen<FunctionFacts> {
  const lambda = valueOfFixture(allRightFacts.functions[end]);
  const triggers = lambda.triggers.map((trigger) => ({
    ...trigger,
    partialResponses: true,
    maximumConcurrency: 5,
  }));
  return found({ ...lambda, triggers, tracing: true });
}

function alarmsAt(end: End): AlarmFacts[] {
  const { queue: name, functionName } = endNames[end];
  const alarm = (namespace: string, metric: string, of: string) => ({ alarm: of, namespace, metric, of });
  return [
    alarm('AWS/SQS', 'ApproximateNumberOfMessagesVisible', deadLetterQueue(end).name),
    alarm('AWS/SQS', 'ApproximateAgeOfOldestMessage', name),
    alarm('AWS/Lambda', 'Errors', functionName),
    alarm('AWS/Lambda', 'Throttles', functionName),
  ];
}

function logGroup(end: End) {
  return found({ name: `/image-lab/${endNames[end].functionName}`, retentionDays: 30 });
}

export const readyProduction: ProductionFacts = {
  byTls: true,
  versioning: found(true),
  publicAccessBlocked: found(true),
  deadLetterQueues: {
    thumbnail: found(deadLetterQueue('thumbnail')),
    mobile: found(deadLetterQueue('mobile')),
  },
  logGroups: { thumbnail: logGroup('thumbnail'), mobile: logGroup('mobile') },
  alarms: found([...alarmsAt('thumbnail'), ...alarmsAt('mobile')]),
  dashboard: found(true),
};

const subscriptions = rightTopic.subscriptions.map((subscription) =>
  subscription.protocol === 'sqs'
    ? { ...subscription, deadLetterArn: subscription.endpoint.replace('-queue', '-dead-letter-queue') }
    : subscription,
);

export const readyFacts: Facts = {
  ...allRightFacts,
  topic: found({ ...rightTopic, policy: policyOf('ResizeImageTopicPolicy'), subscriptions }),
  queues: {
    thumbnail: readyQueue('thumbnail', 'ThumbnailQueuePolicy'),
    mobile: readyQueue('mobile', 'MobileQueuePolicy'),
  },
  bucket: found({ ...rightBucket, policy: policyOf('ImageBucketPolicy') }),
  functions: { thumbnail: readyFunction('thumbnail'), mobile: readyFunction('mobile') },
  production: readyProduction,
};
