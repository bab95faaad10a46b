import { IAM } from 'cloudform';
import { keyArn } from './encryption.ts';
import { attribute, entryWhen, literal, pseudo, type Reference, sub } from './intrinsics.ts';
import { functionArn, names } from './names.ts';
import { policyDocument, type Statement } from './policies.ts';
import type { ResourcesOf } from './resource.ts';
import type { Suppression } from './suppressions.ts';

const imageBucketArn = attribute('ImageBucket', 'Arn');
const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const inlinePolicies: Suppression = {
  rules: ['IAM_NO_INLINE_POLICY_CHECK'],
  because: 'The lab asks for inline policies; nobody else can get these rights, and they go with the role.',
};

export const roleResources: ResourcesOf<'CustomExecutionRole' | 'LabExecutionRole'> = {
  CustomExecutionRole: {
    comment: `Task 4: the lab has this role made and then gives it to nothing. Here too: delete it for production.`,
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
    comment: `Task 4: the role of both functions. The lab attaches full access to S3, SQS and Lambda; here it is what they do
and no more. ListBucket makes S3 answer "no such key", not "access denied", for an upload that is gone again.`,
    why: {
      'Properties.Policies.2.PolicyDocument.Statement.2.Condition':
        "One role for two functions: each writes below its own folder, by Lambda's word on who calls.",
      'Properties.Policies.4':
        'Only with a key of its own: to read messages and uploads, and to write outputs.',
    },
    suppressed: [
      inlinePolicies,
      {
        rules: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
        because: 'X-Ray has no resources that a right to send traces could name; all else is named.',
      },
    ],
    resource: new IAM.Role({
      RoleName: names.labExecutionRole,
      AssumeRolePolicyDocument: trustLambda(),
      Policies: [
        allow('CWLogsPolicy', {
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: [attribute('CreateThumbnailLogs', 'Arn'), attribute('CreateMobileImageLogs', 'Arn')],
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
            Resource: [attribute('ThumbnailQueue', 'Arn'), attribute('MobileQueue', 'Arn')],
          },
        ),
        allow(
          'ResizePictures',
          { Action: 's3:ListBucket', Resource: imageBucketArn },
          { Action: 's3:GetObject', Resource: sub`${imageBucketArn}/ingest/*` },
          writeOnlyBy(names.createThumbnail, 'thumbnail'),
          writeOnlyBy(names.createMobileImage, 'mobile'),
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
 * Lambda documents no condition keys for it, and needs none: only who may pass a role of this account can use it.
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
 * Both functions have one role, the lab's. So that neither can write what is the other's, AWS says who calls. It always does for
 * what runs in Lambda; the embedded AWS and IAM's simulation do not, so a call that does not say is let through.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function writeOnlyBy(functionName: Reference, folder: string): Omit<Statement, 'Effect'> {
  return {
    // To read an output is to see whether it is there already, and from which upload.
    Action: ['s3:PutObject', 's3:GetObject'],
    Resource: sub`${imageBucketArn}/${literal(folder)}/*`,
    Condition: { ArnEqualsIfExists: { 'lambda:SourceFunctionArn': functionArn(functionName) } },
  };
}

function allow(PolicyName: string, ...statements: Omit<Statement, 'Effect'>[]) {
  const PolicyDocument = policyDocument(
    ...statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
  );
  return { PolicyName, PolicyDocument };
}
