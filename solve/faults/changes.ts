/** Changes that a learner makes in a lab that already exists. */

import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { SetSubscriptionAttributesCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { LabOutput } from '../../lab/output-names.ts';
import type { Fault } from '../labs/code/faulty-handler.ts';
import { CONSOLE_CODE, faultyCode, plainCode } from '../labs/code/function-code.ts';
import type { BuiltLab } from '../labs/hand-built-lab.ts';
import { consoleTopicPolicy, pastedTopicPolicy, subscribedQueuePolicy } from '../labs/policies.ts';

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
 * Changes the lab's statement that allows S3 to publish. The topic's other statement is the console's default for the
 * account. (The lab's own statement for the account would also allow S3 to publish, because S3 sends the account for
 * which it acts.)
 */
export async function changeTopicStatement(lab: BuiltLab, changes: Statement): Promise<void> {
  const [ofAccount] = consoleTopicPolicy(lab.topic.arn).Statement;
  const [, ofS3] = topicStatements(lab);
  await setTopicPolicy(lab, [{ ...ofAccount }, { ...ofS3, ...changes }]);
}

export async function addTopicStatement(lab: BuiltLab, statement: Statement): Promise<void> {
  await setTopicPolicy(lab, [...topicStatements(lab), { Resource: lab.topic.arn, ...statement }]);
}

/** Returns the lab's two statements: for the account, and for S3. @param owner replaces SNS_TOPIC_OWNER. */
export function topicStatements({ topic }: BuiltLab, owner?: string): Statement[] {
  return pastedTopicPolicy(topic.arn, owner).Statement;
}

export async function setQueue(
  { aws, queues }: BuiltLab,
  end: LabOutput,
  Attributes: Record<string, string>,
): Promise<void> {
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queues[end].url, Attributes }));
}

export async function setQueuePolicy(
  lab: BuiltLab,
  end: LabOutput,
  statements: readonly Statement[],
): Promise<void> {
  await setQueue(lab, end, { Policy: policyOf(statements) });
}

/** Changes the console's statement that allows the topic to send. */
export async function changeQueueStatement(lab: BuiltLab, end: LabOutput, changes: Statement): Promise<void> {
  const [own, ofTopic] = queueStatements(lab, end);
  await setQueuePolicy(lab, end, [{ ...own }, { ...ofTopic, ...changes }]);
}

export async function addQueueStatement(lab: BuiltLab, end: LabOutput, statement: Statement): Promise<void> {
  const more = { Resource: lab.queues[end].arn, ...statement };
  await setQueuePolicy(lab, end, [...queueStatements(lab, end), more]);
}

/** Returns the console's two statements: for the account, and for the topic. */
export function queueStatements({ queues, topic }: BuiltLab, end: LabOutput): Statement[] {
  return subscribedQueuePolicy(queues[end].arn, topic.arn).Statement;
}

export async function setSubscription(
  { aws, queues }: BuiltLab,
  end: LabOutput,
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

/** Adds an inline policy with one statement, or replaces the policy with that name. */
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

/** Removes the upload and its outputs. */
export async function removeUpload({ aws, bucket, upload }: BuiltLab): Promise<void> {
  for (const folder of ['ingest/', 'thumbnail/', 'mobile/']) {
    const Key = upload.replace('ingest/', folder);
    await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  }
}

/** Creates another function, with code as the console writes it. */
export async function addFunction(
  { aws, roles }: Pick<BuiltLab, 'aws' | 'roles'>,
  FunctionName: string,
): Promise<void> {
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role: roles.lab.arn,
      Handler: 'CreateThumbnail.handler',
      Code: { ZipFile: plainCode('thumbnail', CONSOLE_CODE) },
    }),
  );
}

export async function setFunction(
  { aws, functions }: BuiltLab,
  end: LabOutput,
  changes: Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>,
): Promise<void> {
  const FunctionName = functions[end].name;
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
}

export async function setCode(
  { aws, functions }: BuiltLab,
  end: LabOutput,
  ZipFile: Uint8Array,
): Promise<void> {
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functions[end].name, ZipFile }));
}

/** Gives a function the project's code with one fault in it. */
export async function putFault(lab: BuiltLab, end: LabOutput, fault: Fault): Promise<void> {
  await setCode(lab, end, await faultyCode(fault, end, lab.zips[end]));
}

export async function setTrigger(
  { aws, triggers }: BuiltLab,
  end: LabOutput,
  changes: Omit<UpdateEventSourceMappingCommandInput, 'UUID'>,
): Promise<void> {
  await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: triggers[end], ...changes }));
}

function policyOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
