/** Labs for the test of the permissions. Together they make the grader use every way to its facts. */

import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { DeleteEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { setCode } from '../../solve/faults/changes.ts';
import { CONSOLE_CODE, plainCode } from '../../solve/labs/code/function-code.ts';
import type { BuiltLab } from '../../solve/labs/hand-built-lab.ts';
import { LAB_NAMES, type LabNames } from '../../solve/labs/names.ts';

export interface TestLab {
  account: string;
  names?: Partial<LabNames>;
  /** Changes the lab after it was built. */
  change(lab: BuiltLab): Promise<unknown>;
}

/** A stack whose outputs name the resources of the exact lab. */
export const STACK = 'image-lab';

export const testLabs: readonly TestLab[] = [
  { account: '440000000001', change: nameInStack },
  {
    account: '440000000002',
    names: {
      queues: { ...LAB_NAMES.queues, thumbnail: 'thumbnails-queue' },
      functions: { ...LAB_NAMES.functions, thumbnail: 'CreateThumbnails' },
      roles: { ...LAB_NAMES.roles, custom: 'CustomExecutionRol' },
    },
    // One function logs nothing and makes no output.
    change: async (lab) => {
      await setCode(lab, 'mobile', plainCode('mobile', CONSOLE_CODE));
      await makeDashboard(lab);
    },
  },
  { account: '440000000003', change: leaveHalfDone },
];

/** Makes a stack whose outputs are its only useful part. */
async function nameInStack({ aws, topic, queues, functions, bucket }: BuiltLab): Promise<void> {
  const outputs = {
    TopicArn: topic.arn,
    BucketName: bucket,
    ThumbnailQueueUrl: queues.thumbnail.url,
    MobileQueueUrl: queues.mobile.url,
    CreateThumbnailName: functions.thumbnail.name,
    CreateMobileImageName: functions.mobile.name,
  };
  const TemplateBody = JSON.stringify({
    Resources: { Something: { Type: 'AWS::SNS::Topic' } },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  });
  await aws.cloudFormation.send(new CreateStackCommand({ StackName: STACK, TemplateBody }));
  const patience = { client: aws.cloudFormation, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(patience, { StackName: STACK });
}

async function makeDashboard({ aws }: BuiltLab): Promise<void> {
  const markdown = { type: 'text', properties: { markdown: 'Of something else' }, width: 6, height: 2 };
  const DashboardBody = JSON.stringify({ widgets: [markdown] });
  await aws.cloudWatch.send(new PutDashboardCommand({ DashboardName: 'others', DashboardBody }));
}

/**
 * Removes the notification, gives a queue without consumer somebody's message, and adds a wide permissions boundary
 * to a role.
 */
async function leaveHalfDone({ aws, bucket, triggers, queues, roles }: BuiltLab): Promise<void> {
  await aws.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: {} }),
  );
  await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: triggers.mobile }));
  const MessageBody = 'from somebody else';
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: queues.mobile.url, MessageBody }));
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  await aws.iam.send(
    new PutRolePermissionsBoundaryCommand({ RoleName: roles.lab.name, PermissionsBoundary }),
  );
}
