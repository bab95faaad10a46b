import { type AnyResources, assemble, commentsOf, suppressionsOf } from '../assemble.ts';
import { renderYaml } from '../yaml.ts';
import { alarmResources } from './grading-alarms.ts';
import { bucketResources } from './grading-bucket.ts';
import { functionResources } from './grading-functions.ts';
import { attribute, conditions, parameters, ref } from './grading-parameters.ts';
import { machineResources } from './grading-runs.ts';

const documented: AnyResources = {
  ...bucketResources,
  ...functionResources,
  ...machineResources,
  ...alarmResources,
};

/** The template that grades a class on Step Functions. */
export const gradingTemplate = {
  AWSTemplateFormatVersion: '2010-09-09',
  Transform: 'AWS::Serverless-2016-10-31',
  Description:
    'Serverless image lab: grades a class, one Lambda invocation for each learner, on Step Functions.',
  Parameters: parameters,
  Conditions: conditions,
  Outputs: {
    BucketName: { Description: 'Rosters, results and reports', Value: ref('GradesBucket') },
    StateMachineArn: { Description: 'Grades a roster', Value: ref('GradingMachine') },
    GraderRoleArn: {
      Description: "Assumes the grader's role in each learner's account",
      Value: attribute('GradeLearnerRole', 'Arn'),
    },
  },
  Resources: assemble(documented),
};

export const gradingSuppressions = suppressionsOf(documented);

const HEADER = ` \`npm run render\` writes this file from template-src/class/. Make changes there.
 It grades a class of any size: docs/class-cloud.md. \`npm run class:deploy\` bundles the functions and deploys it.
 The resources are in the order in which data flows: bucket, functions, state machine, schedule, alarms.`;

export function renderGrading(): string {
  return renderYaml(gradingTemplate, new Map(commentsOf(documented)), HEADER);
}

const values = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'image-lab-class',
  ...Object.fromEntries(Object.entries(parameters).map(([id, { Default }]) => [id, Default])),
};

/** The values with which the rules check the template: with every resource. */
export const gradingVariants = {
  'with a schedule and an email address': {
    ...values,
    Schedule: 'rate(1 hour)',
    Deadline: '2026-12-24T18:00:00Z',
    AlarmEmailAddress: 'a@example.com',
  },
} as const;
