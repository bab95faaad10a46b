import {
  deadLetterQueueName,
  logGroupName,
  OUTPUT_NAMES,
  type OutputName,
  queueName,
} from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { literal, pseudo, type Reference, ref, sub } from './intrinsics.ts';

const suffix = ref('NameSuffix');

/**
 * The names of all resources. They are those of the lab as long as `NameSuffix` is empty. The template sets them, and does not
 * leave them to CloudFormation, because the lab asks for them and because policies can then name resources that do not exist yet.
 */
export const names = {
  /** Bucket names are global. Account and region make this one unique. The limit of 63 characters leaves 20 for the suffix. */
  bucket: sub`resize-image-${pseudo.accountId}-${pseudo.region}${suffix}`,
  topic: sub`resize-image-topic-${ref('TopicDigits')}${suffix}`,
  customExecutionRole: sub`CustomExecutionRole${suffix}`,
  labExecutionRole: sub`LabExecutionRole${suffix}`,
  alarmTopic: sub`image-lab-alarms${suffix}`,
  deliveriesFailedAlarm: sub`image-lab-deliveries-failed${suffix}`,
  deliveriesLostAlarm: sub`image-lab-deliveries-lost${suffix}`,
  dashboard: sub`image-lab${suffix}`,
} as const;

/** The names of the resources of one output. */
export function namesOf(name: OutputName) {
  const { functionName } = OUTPUTS[name];
  const withSuffix = (text: string) => sub`${literal(text)}${suffix}`;
  return {
    queue: withSuffix(queueName(name)),
    deadLetterQueue: withSuffix(deadLetterQueueName(name)),
    lambda: withSuffix(functionName),
    logs: withSuffix(logGroupName(functionName)),
    queueAgeAlarm: withSuffix(`image-lab-${name}-queue-age`),
    deadLettersAlarm: withSuffix(`image-lab-${name}-dead-letters`),
    errorsAlarm: withSuffix(`image-lab-${withHyphens(functionName)}-errors`),
    throttlesAlarm: withSuffix(`image-lab-${withHyphens(functionName)}-throttles`),
  };
}

/** The names of the resources of all outputs, in the order of the table. */
export const namesOfOutputs = OUTPUT_NAMES.map(namesOf);

/** `create-mobile-image` for `CreateMobileImage`. */
function withHyphens(name: string): string {
  return name.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase();
}

/** The ARN by name. `GetAtt` would be circular: bucket, topic policy and subscriptions depend on each other. */
export const bucketArn = sub`arn:${pseudo.partition}:s3:::${names.bucket}`;

const here = sub`${pseudo.region}:${pseudo.accountId}`;

/** The ARN by name, because a queue and its dead-letter queue refer to each other. */
export const queueArn = (name: Reference) => sub`arn:${pseudo.partition}:sqs:${here}:${name}`;

/** ARNs by name, because the policy of a key names the resources that the key encrypts. */
export const topicArn = sub`arn:${pseudo.partition}:sns:${here}:${names.topic}`;
export const logGroupArn = (name: Reference) => sub`arn:${pseudo.partition}:logs:${here}:log-group:${name}`;

/** The ARN by name, because the role names the functions and the functions use the role. */
export const functionArn = (name: Reference) => sub`arn:${pseudo.partition}:lambda:${here}:function:${name}`;

/** All alarms of the stack. */
export const alarmsArn = sub`arn:${pseudo.partition}:cloudwatch:${here}:alarm:image-lab-*${suffix}`;
