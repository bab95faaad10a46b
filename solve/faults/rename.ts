/**
 * Names cannot be changed in AWS. A learner who typed a wrong name has a resource of that name, and the others refer to it. In a lab that
 * exists already, a new resource takes the place of the right one.
 */
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteEventSourceMappingCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { DeleteTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import { createFunction, createTrigger } from '../labs/functions.ts';
import type { BuiltLab } from '../labs/hand-built-lab.ts';
import { createQueue, createTopic, putTopicPolicy, subscribe } from '../labs/messaging.ts';
import type { LabNames } from '../labs/names.ts';
import { pastedTopicPolicy, subscribedQueuePolicy } from '../labs/policies.ts';
import { createCustomRole, createLabRole } from '../labs/roles.ts';
import { putNotification } from '../labs/storage.ts';
import { setFunction, setQueuePolicy } from './changes.ts';

/** Replaces the resources whose names differ from those of the lab. */
export async function rename(lab: BuiltLab, names: Partial<LabNames>): Promise<void> {
  const { topic, queues, roles, functions } = names;
  if (topic !== undefined) await renameTopic(lab, topic);
  if (roles !== undefined && roles.custom !== lab.roles.custom.name)
    await renameCustomRole(lab, roles.custom);
  if (roles !== undefined && roles.lab !== lab.roles.lab.name) await renameLabRole(lab, roles.lab);
  for (const end of LAB_OUTPUT_NAMES) {
    const [queue, lambda] = [queues?.[end], functions?.[end]];
    if (queue !== undefined && queue !== lab.queues[end].name) await renameQueue(lab, end, queue);
    if (lambda !== undefined && lambda !== lab.functions[end].name) await renameFunction(lab, end, lambda);
  }
}

async function renameTopic(lab: BuiltLab, name: string): Promise<void> {
  const { aws, queues, bucket, topic: old } = lab;
  const topic = await createTopic(aws, name);
  await putTopicPolicy(aws, topic, pastedTopicPolicy(topic.arn));
  for (const end of LAB_OUTPUT_NAMES) {
    await setQueuePolicy(lab, end, subscribedQueuePolicy(queues[end].arn, topic.arn).Statement);
    await subscribe(aws, topic.arn, 'sqs', queues[end].arn);
  }
  await putNotification(aws, bucket, topic.arn);
  await aws.sns.send(new DeleteTopicCommand({ TopicArn: old.arn }));
}

async function renameQueue({ aws, ...lab }: BuiltLab, end: LabOutput, name: string): Promise<void> {
  const { subscriptionArn: SubscriptionArn, url: QueueUrl } = lab.queues[end];
  const UUID = lab.triggers[end];
  const queue = await createQueue(aws, name, lab.topic);
  await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  await createTrigger(aws, lab.functions[end].name, queue.arn);
  await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  await aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
}

async function renameCustomRole({ aws, bucket, roles }: BuiltLab, name: string): Promise<void> {
  const { name: old } = roles.custom;
  await createCustomRole(aws, name, bucket);
  await deleteRole(aws, old);
}

async function renameLabRole(lab: BuiltLab, name: string): Promise<void> {
  const { name: old } = lab.roles.lab;
  const { arn } = await createLabRole(lab.aws, name);
  for (const end of LAB_OUTPUT_NAMES) await setFunction(lab, end, { Role: arn });
  await deleteRole(lab.aws, old);
}

/** IAM refuses to delete a role that still has policies. */
async function deleteRole({ iam }: Aws, RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies)
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

async function renameFunction(lab: BuiltLab, end: LabOutput, name: string): Promise<void> {
  const { aws, zips, queues, roles, triggers, functions } = lab;
  const [UUID, FunctionName] = [triggers[end], functions[end].name];
  const roleArn = roles.lab.arn;
  const queueArn = queues[end].arn;
  await createFunction(aws, end, { name, roleArn, zip: zips[end] });
  await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await createTrigger(aws, name, queueArn);
}
