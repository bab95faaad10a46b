import { IAM, Logs } from 'cloudform';
import type { AnyResources } from '../assemble.ts';
import { literal, pseudo, type Reference, sub } from '../intrinsics.ts';
import { policyDocument, type Statement } from '../policies.ts';
import type { FunctionProperties } from '../sam-function.ts';
import type { Suppression } from '../suppressions.ts';
import { attribute, inBucket, ref } from './grading-parameters.ts';

/** At this size, a function has one whole processor. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const ONE_PROCESSOR_MB = 1769;

/** The longest time for one learner, and then the removal of what the probe created: 240 and 40 seconds. */
const GRADE_TIMEOUT_SECONDS = 300;

/** The report holds all results in memory. */
const REPORT_MEMORY_MB = 3008;
const REPORT_TIMEOUT_SECONDS = 900;

type LogsId = 'GradeLearnerLogs' | 'ReportLogs';

const ofFunctions: readonly Suppression[] = [
  { rules: ['WS1004'], because: 'Its log group has a retention, but another name than this rule looks for.' },
  { rules: ['CKV_AWS_116'], because: 'Step Functions invokes it, tries again, and records every failure.' },
  { rules: ['CKV_AWS_115'], because: 'AtOnce limits how many learners are graded at a time.' },
  { rules: ['CKV_AWS_117'], because: 'It only calls services of AWS, with TLS and IAM.' },
  {
    rules: ['CKV_AWS_173'],
    because: 'The name of a bucket is not secret. AWS encrypts it with its own key.',
  },
];

const inlinePolicy: Suppression = {
  rules: ['IAM_NO_INLINE_POLICY_CHECK'],
  because: 'No other role can get these permissions, and they are deleted with the role.',
};

const wildcards: Suppression = {
  rules: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
  because: 'X-Ray has no resources to name in a permission to send traces. All other statements name theirs.',
};

export const functionResources: AnyResources = {
  GradeLearnerLogs: logGroup(
    'grade-learner',
    'The log has one line for each learner, with the id and the result.',
  ),
  GradeLearnerRole: {
    comment: `May assume the grader's role in other accounts, and only roles of that name. Each learner decides in the trust policy who
may. It may read and write results and claims, but no roster and no report.`,
    suppressed: [inlinePolicy, wildcards],
    resource: role('GradeLearnerLogs', [
      {
        Action: 'sts:AssumeRole',
        Resource: sub`arn:${pseudo.partition}:iam::*:role/${ref('GraderRoleName')}`,
      },
      {
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: [inBucket('runs/*/results/*'), inBucket('runs/*/claims/*')],
      },
      // Without it, S3 answers "access denied" and not "no such key" for a result that does not exist yet.
      { Action: 's3:ListBucket', Resource: attribute('GradesBucket', 'Arn') },
    ]),
  },
  GradeLearner: {
    comment: `Grades one learner, as \`npm run check\` does. It writes the result with a condition, so that no learner is graded twice.`,
    suppressed: ofFunctions,
    why: { 'Properties.MemorySize': 'One whole processor, so that the function starts within two seconds.' },
    resource: lambda('GradeLearnerLogs', attribute('GradeLearnerRole', 'Arn'), {
      Description: 'Grades the lab of one learner',
      Handler: 'class/cloud/function.grade',
      MemorySize: ONE_PROCESSOR_MB,
      Timeout: GRADE_TIMEOUT_SECONDS,
    }),
  },
  ReportLogs: logGroup('report', 'The log of the function that makes the report.'),
  ReportRole: {
    comment: 'May read the roster and the results of a run, and write its report.',
    suppressed: [inlinePolicy, wildcards],
    resource: role('ReportLogs', [
      {
        Action: 's3:GetObject',
        Resource: [inBucket('rosters/*'), inBucket('schedule/*'), inBucket('runs/*/results/*')],
      },
      { Action: 's3:PutObject', Resource: inBucket('runs/*/report/*') },
      { Action: 's3:ListBucket', Resource: attribute('GradesBucket', 'Arn') },
    ]),
  },
  Report: {
    comment: 'Makes the gradebook, the page of the class and the page of each learner from the results.',
    suppressed: ofFunctions,
    resource: lambda('ReportLogs', attribute('ReportRole', 'Arn'), {
      Description: 'Makes the gradebook and the page of the class',
      Handler: 'class/cloud/function.report',
      MemorySize: REPORT_MEMORY_MB,
      Timeout: REPORT_TIMEOUT_SECONDS,
    }),
  },
};

function logGroup(name: string, comment: string): AnyResources[string] {
  return {
    comment,
    onDeletion: 'Delete',
    onReplacement: 'Retain',
    suppressed: [{ rules: ['CKV_AWS_158'], because: 'CloudWatch Logs encrypts with its own key.' }],
    resource: new Logs.LogGroup({
      LogGroupName: sub`/${pseudo.stackName}/${literal(name)}`,
      RetentionInDays: 30,
    }),
  };
}

function role(logs: LogsId, statements: readonly Omit<Statement, 'Effect'>[]): IAM.Role {
  const all: Omit<Statement, 'Effect'>[] = [
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: attribute(logs, 'Arn') },
    { Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
    ...statements,
  ];
  return new IAM.Role({
    AssumeRolePolicyDocument: policyDocument({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    Policies: [
      {
        PolicyName: 'Grade',
        PolicyDocument: policyDocument(...all.map((one) => ({ Effect: 'Allow' as const, ...one }))),
      },
    ],
  });
}

function lambda(
  logs: LogsId,
  Role: Reference,
  own: Pick<FunctionProperties, 'Description' | 'Handler' | 'MemorySize' | 'Timeout'>,
) {
  const Properties: FunctionProperties = {
    ...own,
    CodeUri: '../.local/class-cloud/function/',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Role,
    Tracing: 'Active',
    LoggingConfig: { LogGroup: ref(logs) },
    Environment: { Variables: { BUCKET: ref('GradesBucket') } },
  };
  return { Type: 'AWS::Serverless::Function', Properties };
}
