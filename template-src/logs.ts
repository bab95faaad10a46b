import { Logs } from 'cloudform';
import type { FunctionName, OutputName } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { keyIfAny } from './encryption.ts';
import { ref } from './intrinsics.ts';
import { namesOf } from './names.ts';
import { resourcesOfEachOutput } from './resource.ts';
import type { Suppression } from './suppressions.ts';

const logsKeys: Suppression = {
  rules: ['CKV_AWS_158'],
  because: 'Without a key of yours, CloudWatch Logs encrypts with its own key.',
  onlyWithoutKey: true,
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export const logResources = resourcesOfEachOutput<FunctionName, { Logs: 'AWS::Logs::LogGroup' }>(
  (name) => OUTPUTS[name].functionName,
  (name, isFirst) => ({ Logs: logGroup(name, isFirst) }),
);

function logGroup(name: OutputName, isFirst: boolean) {
  const { functionName } = OUTPUTS[name];
  return {
    comment: isFirst
      ? `No task: the log of ${functionName}. You choose how long it is kept; Lambda would keep it for ever. The name does not begin with
/aws/lambda/, because Lambda has already created a group of that name for older stacks, and the update would fail.`
      : `No task: the log of ${functionName}.`,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    why: {
      ...(isFirst && {
        UpdateReplacePolicy:
          'A new NameSuffix creates a new log group. This one is kept, because somebody may still read it.',
      }),
    },
    suppressed: [logsKeys],
    resource: new Logs.LogGroup({
      LogGroupName: namesOf(name).logs,
      RetentionInDays: ref('LogRetentionDays'),
      KmsKeyId: keyIfAny,
    }),
  } as const;
}
