import { compactJson } from '../compact-json.ts';

/** The parts of the template that the state machine refers to, as they stand inside `Fn::Sub`. */
interface Parts {
  bucket: string;
  gradeFunction: string;
  reportFunction: string;
  atOnce: string;
  tolerated: string;
}

/** Trouble of Lambda itself, which ends by itself. @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html */
const LAMBDA_TROUBLE = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/**
 * The state machine as JSON text with `${…}` in it. A Distributed Map gives each row of the roster to the function. At the end, also
 * after too many failures, the report is made of the results that exist.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function gradingMachine({ bucket, gradeFunction, reportFunction, atOnce, tolerated }: Parts): string {
  const definition = {
    Comment: 'Grades every learner of a roster, then makes the gradebook and the page of the class',
    StartAt: 'GradeEverybody',
    States: {
      GradeEverybody: {
        Type: 'Map',
        Label: 'Learners',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Parameters: { Bucket: bucket, 'Key.$': '$.roster' },
        },
        ItemSelector: {
          'run.$': '$.run',
          'settings.$': '$.settings',
          'learner.$': '$$.Map.Item.Value',
        },
        MaxConcurrency: numberOf('atOnce'),
        ToleratedFailurePercentage: numberOf('tolerated'),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'GradeOne',
          States: { GradeOne: gradeOne(gradeFunction) },
        },
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'ReportAfterFailure' }],
        Next: 'Report',
      },
      Report: { ...report(reportFunction), End: true },
      ReportAfterFailure: { ...report(reportFunction), Next: 'TooManyFailures' },
      TooManyFailures: {
        Type: 'Fail',
        Error: 'TooManyFailures',
        Cause:
          'Too many learners could not be graded. The report names them. Continue with: npm run class:run -- --continue',
      },
    },
  };
  return compactJson(definition)
    .replaceAll(`"${numberOf('atOnce')}"`, atOnce)
    .replaceAll(`"${numberOf('tolerated')}"`, tolerated);
}

/** Parameters are texts in JSON, but these two fields must be numbers. */
function numberOf(name: 'atOnce' | 'tolerated'): string {
  return `<number ${name}>`;
}

function gradeOne(FunctionName: string) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName, 'Payload.$': '$' },
    // The result itself is in S3, because all outputs together must stay below 256 KB.
    ResultSelector: { 'status.$': '$.Payload.status' },
    Retry: [
      {
        ErrorEquals: LAMBDA_TROUBLE,
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 6,
        JitterStrategy: 'FULL',
      },
      // Another invocation has claimed the learner. It ends, or its claim does.
      {
        ErrorEquals: ['StillBeingGraded'],
        IntervalSeconds: 5,
        BackoffRate: 1.5,
        MaxDelaySeconds: 60,
        MaxAttempts: 12,
      },
      { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 },
    ],
    End: true,
  };
}

function report(FunctionName: string) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName,
      Payload: { 'run.$': '$.run', 'roster.$': '$.roster', 'settings.$': '$.settings' },
    },
    ResultSelector: { 'counts.$': '$.Payload' },
    Retry: [
      {
        ErrorEquals: LAMBDA_TROUBLE,
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 6,
        JitterStrategy: 'FULL',
      },
    ],
  };
}
