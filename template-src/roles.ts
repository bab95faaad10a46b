import { IAM } from 'cloudform';
import { FUNCTION_NAMES, OUTPUT_NAMES, type OutputName, outputId } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { keyArn } from './encryption.ts';
import { attribute, entryWhen, literal, pseudo, sub } from './intrinsics.ts';
import { functionArn, names, namesOf } from './names.ts';
import { policyDocument, type Statement } from './policies.ts';
import type { ResourcesOf } from './resource.ts';
import type { Suppression } from './suppressions.ts';

const imageBucketArn = attribute('ImageBucket', 'Arn');
const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const inlinePolicies: Suppression = {
  rules: ['IAM_NO_INLINE_POLICY_CHECK'],
  because:
    'The lab asks for inline policies. No other role can get these permissions, and they are deleted with the role.',
};

export const roleResources: ResourcesOf<'CustomExecutionRole' | 'LabExecutionRole'> = {
  CustomExecutionRole: {
    comment: `Task 4: only for the lab, which asks for this role but never uses it. For production, leave it out: LabOnlyResources=Omit.`,
    condition: 'MakesLabOnlyResources',
    suppressed: [inlinePolicies],
    resource: new IAM.Role({
      RoleName: names.customExecutionRole,
      AssumeRolePolicyDocument: trustLambda(),
      Policies: [
        allow('AWSLambda-CW', {
          Action: WRITE_LOGS,
          Resource: sub`arn:${pseudo.partition}:logs:${pseudo.region}:${pseudo.accountId}:*`,
        }),
        allow('AWSLambda-S3', {
          Action: ['s3:PutObject', 's3:DeleteObject', 's3:List*'],
          Resource: [sub`${imageBucketArn}/*`, imageBucketArn],
        }),
      ],
    }),
  },
  LabExecutionRole: {
    comment: `Task 4: the role of all functions. The lab attaches full access to S3, SQS and Lambda. Here the role allows only what the
functions do. With ListBucket, S3 answers "no such key" and not "access denied" when an upload was deleted meanwhile.`,
    why: {
      'Properties.Policies.2.PolicyDocument.Statement.2.Condition':
        'The functions share a role, but each may write only its own outputs: Lambda tells which function makes a call.',
      'Properties.Policies.4': 'Only with a key: to read messages and uploads, and to write outputs.',
    },
    suppressed: [
      inlinePolicies,
      {
        rules: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
        because:
          'X-Ray has no resources to name in a permission to send traces. All other statements name theirs.',
      },
    ],
    resource: new IAM.Role({
      RoleName: names.labExecutionRole,
      AssumeRolePolicyDocument: trustLambda(),
      Policies: [
        allow('CWLogsPolicy', {
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: FUNCTION_NAMES.map((name) => attribute(`${name}Logs`, 'Arn')),
        }),
        allow(
          'ReceiveUploads',
          // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
          {
            Action: [
              'sqs:ReceiveMessage',
              'sqs:DeleteMessage',
              'sqs:ChangeMessageVisibility',
              'sqs:GetQueueAttributes',
            ],
            Resource: OUTPUT_NAMES.map((name) => attribute(`${outputId(name)}Queue`, 'Arn')),
          },
        ),
        allow(
          'ResizePictures',
          { Action: 's3:ListBucket', Resource: imageBucketArn },
          { Action: 's3:GetObject', Resource: sub`${imageBucketArn}/ingest/*` },
          ...OUTPUT_NAMES.map(writeOnlyOwn),
        ),
        // https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html
        allow('SendTraces', {
          Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          Resource: '*',
        }),
        entryWhen(
          'UsesKey',
          allow('UseKey', {
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: keyArn,
            Condition: {
              StringEquals: {
                'kms:ViaService': ['s3', 'sqs'].map(
                  (service) => sub`${literal(service)}.${pseudo.region}.${pseudo.urlSuffix}`,
                ),
              },
            },
          }),
        ),
      ],
    }),
  },
};

/**
 * The trust policy has no condition. Lambda documents none, and none is needed: only somebody who may pass a role of this
 * account can use it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
function trustLambda() {
  return policyDocument({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
}

/**
 * The functions share one role, because the lab asks for one. AWS adds the ARN of the function to each call that it makes, so
 * that each function may write only its own outputs. A call from elsewhere has no such ARN and is denied.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function writeOnlyOwn(name: OutputName): Omit<Statement, 'Effect'> {
  return {
    // A function reads an output to see whether it exists already, and from which upload it was made.
    Action: ['s3:PutObject', 's3:GetObject'],
    Resource: sub`${imageBucketArn}/${literal(OUTPUTS[name].prefix)}*`,
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn(namesOf(name).lambda) } },
  };
}

function allow(PolicyName: string, ...statements: Omit<Statement, 'Effect'>[]) {
  const PolicyDocument = policyDocument(
    ...statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
  );
  return { PolicyName, PolicyDocument };
}
