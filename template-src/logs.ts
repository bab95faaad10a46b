import { Logs } from 'cloudform';
import { keyIfAny } from './encryption.ts';
import { type Reference, ref } from './intrinsics.ts';
import type { IdOf } from './logical-ids.ts';
import { names } from './names.ts';
import type { ResourcesOf } from './resource.ts';
import type { Suppression } from './suppressions.ts';

const logsKeys: Suppression = {
  rules: ['CKV_AWS_158'],
  because: 'Without a key of yours CloudWatch Logs encrypts with its own.',
  onlyWithoutKey: true,
};

export const logResources: ResourcesOf<IdOf<'AWS::Logs::LogGroup'>> = {
  CreateThumbnailLogs: {
    comment: `No task: the log of CreateThumbnail, kept for as long as you say, where Lambda would keep it for ever. Not named
/aws/lambda/…: on an older stack a group of that name is there already, made by Lambda, and the update would fail.`,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      UpdateReplacePolicy:
        'With another NameSuffix comes another log group; what is in this one is still read by somebody.',
    },
    suppressed: [logsKeys],
    resource: logGroup(names.createThumbnailLogs),
  },
  CreateMobileImageLogs: {
    comment: 'No task: the log of CreateMobileImage.',
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    suppressed: [logsKeys],
    resource: logGroup(names.createMobileImageLogs),
  },
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
function logGroup(LogGroupName: Reference): Logs.LogGroup {
  return new Logs.LogGroup({ LogGroupName, RetentionInDays: ref('LogRetentionDays'), KmsKeyId: keyIfAny });
}
