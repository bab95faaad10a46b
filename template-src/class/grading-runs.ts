import { IAM, Scheduler, StepFunctions } from 'cloudform';
import type { AnyResources } from '../assemble.ts';
import { literal, pseudo, sub } from '../intrinsics.ts';
import { policyDocument, type Statement } from '../policies.ts';
import type { Suppression } from '../suppressions.ts';
import { gradingMachine } from './grading-machine.ts';
import { attribute, inBucket, machineArn, machineName, ref } from './grading-parameters.ts';

const inlinePolicy: Suppression = {
  rules: ['IAM_NO_INLINE_POLICY_CHECK'],
  because: 'No other role can get these permissions, and they are deleted with the role.',
};

/** The input of a scheduled run. EventBridge Scheduler puts the time into it. */
const SCHEDULED = {
  run: 'scheduled-<aws.scheduler.execution-id>',
  roster: 'schedule/roster.csv',
  settings: { readOnly: true, tasks: [], without: [], timeout: 180 },
};

export const machineResources: AnyResources = {
  GradingMachineRole: {
    comment: `May read rosters, invoke the two functions, and start the child executions of its Distributed Map.`,
    suppressed: [
      inlinePolicy,
      {
        rules: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
        because: 'X-Ray has no resources to name in a permission to send traces.',
      },
    ],
    resource: new IAM.Role({
      AssumeRolePolicyDocument: assumedBy('states.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': pseudo.accountId },
        ArnLike: { 'aws:SourceArn': machineArn },
      }),
      Policies: [
        allow(
          {
            Action: 'lambda:InvokeFunction',
            Resource: [attribute('GradeLearner', 'Arn'), attribute('Report', 'Arn')],
          },
          { Action: 's3:GetObject', Resource: [inBucket('rosters/*'), inBucket('schedule/*')] },
          // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
          { Action: 'states:StartExecution', Resource: machineArn },
          {
            Action: ['states:DescribeExecution', 'states:StopExecution'],
            Resource: sub`arn:${pseudo.partition}:states:${pseudo.region}:${pseudo.accountId}:execution:${machineName}/*`,
          },
          {
            Action: [
              'xray:PutTraceSegments',
              'xray:PutTelemetryRecords',
              'xray:GetSamplingRules',
              'xray:GetSamplingTargets',
            ],
            Resource: '*',
          },
        ),
      ],
    }),
  },
  GradingMachine: {
    comment: `Grades a roster. A run that was stopped continues when it is started again with the same name of the run: learners with a
result are not graded again. It has no log, because a log would hold the external ids of the roster.`,
    resource: new StepFunctions.StateMachine({
      StateMachineName: machineName,
      StateMachineType: 'STANDARD',
      RoleArn: attribute('GradingMachineRole', 'Arn'),
      TracingConfiguration: { Enabled: true },
      DefinitionString: sub`${literal(
        gradingMachine({
          bucket: ref('GradesBucket').insideSub,
          gradeFunction: attribute('GradeLearner', 'Arn').insideSub,
          reportFunction: attribute('Report', 'Arn').insideSub,
          atOnce: ref('AtOnce').insideSub,
          tolerated: ref('ToleratedFailurePercentage').insideSub,
        }),
      )}`,
    }),
  },
  ScheduleRole: {
    comment: 'Lets the schedule start runs.',
    condition: 'HasSchedule',
    suppressed: [inlinePolicy],
    resource: new IAM.Role({
      AssumeRolePolicyDocument: assumedBy('scheduler.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': pseudo.accountId },
      }),
      Policies: [allow({ Action: 'states:StartExecution', Resource: machineArn })],
    }),
  },
  GradingSchedule: {
    comment: 'Starts a new run of schedule/roster.csv again and again, until the deadline.',
    condition: 'HasSchedule',
    resource: new Scheduler.Schedule({
      Description: 'Grades the class until the deadline',
      ScheduleExpression: ref('Schedule'),
      EndDate: ref('Deadline'),
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: {
        Arn: ref('GradingMachine'),
        RoleArn: attribute('ScheduleRole', 'Arn'),
        Input: JSON.stringify(SCHEDULED),
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
      },
    }),
  },
};

function assumedBy(Service: string, Condition: Statement['Condition'] & {}) {
  return policyDocument({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition });
}

function allow(...statements: Omit<Statement, 'Effect'>[]) {
  const PolicyDocument = policyDocument(
    ...statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
  );
  return { PolicyName: 'Run', PolicyDocument };
}
