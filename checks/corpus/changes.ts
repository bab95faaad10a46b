/** What a learner changes in a lab that is built already. */
import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { SetSubscriptionAttributesCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { End } from '../facts.ts';
import type { Fault } from './code/faulty-handler.ts';
import { faultyCode } from './code/function-code.ts';
import type { BuiltLab } from './hand-built-lab.ts';
import { consoleTopicPolicy, pastedTopicPolicy, subscribedQueuePolicy } from './lab/policies.ts';

export type Statement = Readonly<Record<string, unknown>>;

export async function setTopic({ aws, topic }: BuiltLab, name: string, value: string): Promise<void> {
  await aws.sns.send(
    new SetTopicAttributesCommand({ TopicArn: topic.arn, AttributeName: name, AttributeValue: value }),
  );
}

export async function setTopicPolicy(lab: BuiltLab, statements: readonly Statement[]): Promise<void> {
  await setTopic(lab, 'Policy', policyOf(statements));
}

/**
 * Changes the lab's statement that lets S3 publish, beside the console's own statement for the account. (The lab's own
 * statement for the account lets S3 publish as well: S3 sends the account for which it acts.)
 */
export async function changeTopicStatement(lab: BuiltLab, changes: Statement): Promise<void> {
  const [ofAccount] = consoleTopicPolicy(lab.topic.arn).Statement;
  const [, ofS3] = topicStatements(lab);
  await setTopicPolicy(lab, [{ ...ofAccount }, { ...ofS3, ...changes }]);
}

export async function addTopicStatement(lab: BuiltLab, statement: Statement): Promise<void> {
  await setTopicPolicy(lab, [...topicStatements(lab), { Resource: lab.topic.arn, ...statement }]);
}

/** The lab's own two: for the account, and for S3. @param owner what replaces SNS_TOPIC_OWNER. */
export function topicStatements({ topic }: BuiltLab, owner?: string): Statement[] {
  return pastedTopicPolicy(topic.arn, owner).Statement;
}

export async function setQueue(
  { aws, queues }: BuiltLab,
  end: End,
  Attributes: Record<string, string>,
): Promise<void> {
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queues[end].url, Attributes }));
}

export async function setQueuePolicy(
  lab: BuiltLab,
  end: End,
  statements: readonly Statement[],
): Promise<void> {
  await setQueue(lab, end, { Policy: policyOf(statements) });
}

/** Changes the console's statement that lets the topic send. */
export async function changeQueueStatement(lab: BuiltLab, end: End, changes: Statement): Promise<void> {
  const [own, ofTopic] = queueStatements(lab, end);
  await setQueuePolicy(lab, end, [{ ...own }, { ...ofTopic, ...changes }]);
}

export async function addQueueStatement(lab: BuiltLab, end: End, statement: Statement): Promise<void> {
  const more = { Resource: lab.queues[end].arn, ...statement };
  await setQueuePolicy(lab, end, [...queueStatements(lab, end), more]);
}

/** The console's own two: for the account, and for the topic. */
export function queueStatements({ queues, topic }: BuiltLab, end: End): Statement[] {
  return subscribedQueuePolicy(queues[end].arn, topic.arn).Statement;
}

export async function setSubscription(
  { aws, queues }: BuiltLab,
  end: End,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const SubscriptionArn = queues[end].subscriptionArn;
  for (const [AttributeName, AttributeValue] of Object.entries(attributes))
    await aws.sns.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }),
    );
}

export async function setTrust(
  { aws, roles }: BuiltLab,
  role: 'custom' | 'lab',
  policy: object,
): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  await aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roles[role].name, PolicyDocument }));
}

/** Adds an inline policy of one statement, or replaces the one of that name. */
export async function setRolePolicy(
  { aws, roles }: BuiltLab,
  role: 'custom' | 'lab',
  name: string,
  statement: Statement,
): Promise<void> {
  const PolicyDocument = policyOf([statement]);
  await aws.iam.send(
    new PutRolePolicyCommand({ RoleName: roles[role].name, PolicyName: name, PolicyDocument }),
  );
}

export async function setBucketPolicy({ aws, bucket }: BuiltLab, statement: Statement): Promise<void> {
  await aws.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policyOf([statement]) }));
}

/** Removes what a key or what is made of it. */
export async function removeUpload({ aws, bucket, upload }: BuiltLab): Promise<void> {
  for (const folder of ['ingest/', 'thumbnail/', 'mobile/']) {
    const Key = upload.replace('ingest/', folder);
    await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

export async function setFunction(
  { aws, functions }: BuiltLab,
  end: End,
  changes: Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>,
): Promise<void> {
  const FunctionName = functions[end].name;
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
}

export async function setCode({ aws, functions }: BuiltLab, end: End, ZipFile: Uint8Array): Promise<void> {
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functions[end].name, ZipFile }));
}

/** Gives a function the project's code with one fault in it. */
export async function putFault(lab: BuiltLab, end: End, fault: Fault): Promise<void> {
  await setCode(lab, end, await faultyCode(fault, end, lab.zips[end]));
}

export async function setTrigger(
  { aws, triggers }: BuiltLab,
  end: End,
  changes: Omit<UpdateEventSourceMappingCommandInput, 'UUID'>,
): Promise<void> {
  await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: triggers[end], ...changes }));
}

function policyOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
