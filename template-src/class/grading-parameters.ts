import { Fn } from 'cloudform';
import { intrinsicsOf, literal, pseudo, sub } from '../intrinsics.ts';
import { GRADER_ROLE } from './learner-role.ts';

/** The resources of class/grading.yaml, and their attributes that it uses. */
interface Attributes {
  GradesBucket: 'Arn';
  GradesBucketPolicy: never;
  GradeLearnerLogs: 'Arn';
  GradeLearnerRole: 'Arn';
  GradeLearner: 'Arn';
  ReportLogs: 'Arn';
  ReportRole: 'Arn';
  Report: 'Arn';
  GradingMachineRole: 'Arn';
  GradingMachine: 'Arn';
  ScheduleRole: 'Arn';
  GradingSchedule: 'Arn';
  AlarmTopic: never;
  AlarmTopicPolicy: never;
  AlarmEmailSubscription: never;
  RunFailedAlarm: 'Arn';
  RunTimedOutAlarm: 'Arn';
  ReportErrorsAlarm: 'Arn';
}

type ParameterId = keyof typeof parameters;

/** Parameters of class/grading.yaml. All have defaults. */
export const parameters = {
  GraderRoleName: {
    Type: 'String',
    Default: GRADER_ROLE,
    AllowedPattern: '[\\w+=,.@-]{1,64}',
    Description:
      "Name of the grader's role in the learners' accounts. Only roles of this name can be assumed",
  },
  AtOnce: {
    Type: 'Number',
    Default: 40,
    MinValue: 1,
    MaxValue: 1000,
    Description:
      'Learners that are graded at the same time. A new AWS account may run only 10 functions at a time',
  },
  ToleratedFailurePercentage: {
    Type: 'Number',
    Default: 10,
    MinValue: 0,
    MaxValue: 100,
    Description:
      'When the function fails for more learners than this, the run fails. A learner who cannot be reached is no failure',
  },
  Schedule: {
    Type: 'String',
    Default: '',
    AllowedPattern: '(|(rate|cron)\\(.{1,60}\\))',
    Description:
      'Grades schedule/roster.csv again and again until the deadline, such as rate(6 hours). Empty: only on request',
  },
  Deadline: {
    Type: 'String',
    Default: '2099-12-31T23:59:59Z',
    AllowedPattern: '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z',
    Description: 'End of the schedule in UTC, such as 2026-12-24T18:00:00Z',
  },
  AlarmEmailAddress: {
    Type: 'String',
    Default: '',
    AllowedPattern: '(|[^\\s@]+@[^\\s@]+)',
    Description: 'Gets an email when a run fails. Empty: nobody',
  },
  RetentionDays: {
    Type: 'Number',
    Default: 365,
    MinValue: 1,
    MaxValue: 3650,
    Description: 'Days after which rosters and results are deleted',
  },
} as const;

export const { ref, attribute } = intrinsicsOf<Attributes, ParameterId>();

export const conditions = {
  HasSchedule: Fn.Not(Fn.Equals(ref('Schedule'), '')),
  HasAlarmEmailAddress: Fn.Not(Fn.Equals(ref('AlarmEmailAddress'), '')),
};

/** The name is known beforehand, because the role of the state machine refers to the machine itself. */
export const machineName = sub`${pseudo.stackName}-grading`;

export const machineArn = sub`arn:${pseudo.partition}:states:${pseudo.region}:${pseudo.accountId}:stateMachine:${machineName}`;

/** An object or a folder in the bucket. */
export function inBucket(path: string) {
  return sub`${attribute('GradesBucket', 'Arn')}/${literal(path)}`;
}
