import { IAM } from 'cloudform';
import { attribute, pseudo, sub } from './intrinsics.ts';
import { names } from './names.ts';
import { policyDocument, type Statement } from './policies.ts';
import type { ResourcesOf } from './resource.ts';

const imageBucketArn = attribute('ImageBucket', 'Arn');
const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

export const roleResources: ResourcesOf<'CustomExecutionRole' | 'LabExecutionRole'> = {
  CustomExecutionRole: {
    comment: `Task 4: the lab has this role made and then gives it to nothing. Here too: delete it for production.`,
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
          {
            Action: ['s3:PutObject', 's3:GetObject'],
            Resource: [sub`${imageBucketArn}/thumbnail/*`, sub`${imageBucketArn}/mobile/*`],
          },
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

function allow(PolicyName: string, ...statements: Pick<Statement, 'Action' | 'Resource'>[]) {
  const PolicyDocument = policyDocument(
    ...statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
  );
  return { PolicyName, PolicyDocument };
}
