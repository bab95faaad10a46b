/** Task 4, and permissions that a function's role lacks (5.1, 5.3). */
import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { LAB_NAMES } from '../../labs/names.ts';
import { trustPolicy } from '../../labs/policies.ts';
import { attachPolicy } from '../../labs/roles.ts';
import { setBucketPolicy, setFunction, setRolePolicy, setTrust } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const roleMutants: readonly Mutant[] = [
  {
    name: 'custom-role-misspelt',
    mistake: 'The first role is named CustomExecutionRol.',
    names: { roles: { ...LAB_NAMES.roles, custom: 'CustomExecutionRol' } },
    fails: ['4.custom-trust'],
    hint: /Found a role named CustomExecutionRol\./,
  },
  {
    name: 'lab-role-misspelt',
    mistake: 'The second role is named LambdaExecutionRole, and both functions have it.',
    names: { roles: { ...LAB_NAMES.roles, lab: 'LambdaExecutionRole' } },
    fails: ['4.lab-trust'],
    hint: /Found a role named LambdaExecutionRole\./,
  },
  {
    name: 'custom-role-trusts-ec2',
    mistake: 'The first role was created for the use case EC2.',
    apply: (lab) => setTrust(lab, 'custom', trustPolicy('ec2.amazonaws.com')),
    fails: ['4.custom-trust'],
    hint: /Lambda cannot assume CustomExecutionRole.*(Principal|ec2\.amazonaws\.com)/,
  },
  {
    name: 'lab-role-trusts-ec2',
    mistake: 'The second role was created for the use case EC2.',
    apply: (lab) => setTrust(lab, 'lab', trustPolicy('ec2.amazonaws.com')),
    fails: ['4.lab-trust'],
    hint: /Lambda cannot assume LabExecutionRole/,
  },
  {
    name: 'custom-role-trusts-the-account',
    mistake: 'The first role trusts the AWS account instead of Lambda.',
    apply: (lab) =>
      setTrust(lab, 'custom', {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${lab.account}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    fails: ['4.custom-trust'],
    hint: /Lambda cannot assume CustomExecutionRole/,
  },
  {
    name: 'custom-role-without-logs',
    mistake: 'The inline policy AWSLambda-CW was never created.',
    apply: (lab) => deletePolicy(lab, 'custom', 'AWSLambda-CW'),
    fails: ['4.custom-permissions'],
    hint: /is not allowed to call logs:CreateLogGroup/,
  },
  {
    name: 'custom-role-without-s3',
    mistake: 'The inline policy AWSLambda-S3 was never created.',
    apply: (lab) => deletePolicy(lab, 'custom', 'AWSLambda-S3'),
    fails: ['4.custom-permissions'],
    hint: /is not allowed to call .*s3:PutObject/,
  },
  {
    name: 'custom-role-for-the-bucket-but-not-its-objects',
    mistake: 'The policy has no line with BUCKET_ARN/*.',
    apply: (lab) => setBucketRights(lab, [`arn:aws:s3:::${lab.bucket}`]),
    fails: ['4.custom-permissions'],
    hint: /s3:PutObject/,
  },
  {
    name: 'custom-role-for-the-objects-but-not-their-bucket',
    mistake: 'The policy has no line with BUCKET_ARN alone.',
    apply: (lab) => setBucketRights(lab, [`arn:aws:s3:::${lab.bucket}/*`]),
    fails: ['4.custom-permissions'],
    hint: /s3:ListBucket/,
  },
  {
    name: 'custom-role-for-another-bucket',
    mistake: 'BUCKET_ARN was replaced by the ARN of another bucket.',
    apply: (lab) => setBucketRights(lab, ['arn:aws:s3:::my-first-bucket/*', 'arn:aws:s3:::my-first-bucket']),
    fails: ['4.custom-permissions'],
    hint: /s3:PutObject/,
  },
  {
    name: 'custom-role-that-is-denied-deleting',
    mistake: 'Another policy denies s3:DeleteObject.',
    apply: (lab) =>
      setRolePolicy(lab, 'custom', 'KeepAll', { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }),
    fails: ['4.custom-permissions'],
    hint: /s3:DeleteObject.*denies s3:DeleteObject explicitly/,
  },
  {
    name: 'lab-role-may-only-read-s3',
    mistake: 'AmazonS3ReadOnlyAccess was attached instead of AmazonS3FullAccess.',
    apply: async (lab) => {
      await detach(lab, 'AmazonS3FullAccess');
      await attachPolicy(lab.aws, lab.roles.lab.name, 'AmazonS3ReadOnlyAccess');
    },
    fails: ['4.lab-permissions'],
    hint: /is not allowed to call s3:PutObject/,
  },
  {
    name: 'lab-role-without-sqs',
    mistake: 'AmazonSQSFullAccess was not attached.',
    apply: (lab) => detach(lab, 'AmazonSQSFullAccess'),
    fails: ['4.lab-permissions'],
    hint: /sqs:ReceiveMessage/,
  },
  {
    name: 'lab-role-without-logs',
    mistake: 'The inline policy CWLogsPolicy was never created.',
    apply: (lab) => deletePolicy(lab, 'lab', 'CWLogsPolicy'),
    fails: ['4.lab-permissions'],
    hint: /logs:/,
  },
  {
    name: 'lab-role-with-logs-of-another-function',
    mistake: 'CWLogsPolicy names the log group of another function.',
    apply: (lab) =>
      setRolePolicy(lab, 'lab', 'CWLogsPolicy', {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/Hello:*',
      }),
    fails: ['4.lab-permissions'],
    hint: /logs:/,
  },
  {
    name: 'lab-role-that-is-denied-writing',
    mistake: 'Another policy denies s3:PutObject, which overrides the full access.',
    apply: (lab) =>
      setRolePolicy(lab, 'lab', 'ReadOnly', { Effect: 'Deny', Action: 's3:Put*', Resource: '*' }),
    fails: ['4.lab-permissions'],
    hint: /s3:PutObject.*denies s3:PutObject explicitly/,
  },
  {
    name: 'lab-role-with-a-permissions-boundary',
    mistake: 'A permissions boundary allows the role only to read from S3.',
    apply: ({ aws, roles }) =>
      aws.iam.send(
        new PutRolePermissionsBoundaryCommand({
          RoleName: roles.lab.name,
          PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
        }),
      ),
    fails: ['4.lab-permissions'],
    hint: /sqs:ReceiveMessage/,
  },
  {
    name: 'thumbnail-function-has-the-custom-role',
    mistake: 'CreateThumbnail has CustomExecutionRole, which is not allowed to read pictures or queues.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Role: lab.roles.custom.arn }),
    fails: ['5.1.role'],
    hint: /CustomExecutionRole is not allowed to call .*sqs:ReceiveMessage/,
  },
  {
    name: 'mobile-function-has-the-custom-role',
    mistake: 'CreateMobileImage has CustomExecutionRole, which is not allowed to read pictures or queues.',
    apply: (lab) => setFunction(lab, 'mobile', { Role: lab.roles.custom.arn }),
    fails: ['5.3.role'],
    hint: /CustomExecutionRole is not allowed to call .*sqs:ReceiveMessage/,
  },
  {
    name: 'bucket-policy-denies-the-role',
    mistake: 'The bucket policy denies LabExecutionRole s3:PutObject.',
    apply: (lab) =>
      setBucketPolicy(lab, {
        Sid: 'NoWriting',
        Effect: 'Deny',
        Principal: { AWS: lab.roles.lab.arn },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${lab.bucket}/*`,
      }),
    fails: ['5.1.role', '5.3.role'],
    hint: /Statement NoWriting of the bucket's policy denies LabExecutionRole the action s3:PutObject/,
  },
  {
    name: 'bucket-policy-denies-one-folder',
    mistake: 'The bucket policy denies everyone s3:PutObject below mobile/.',
    apply: (lab) =>
      setBucketPolicy(lab, {
        Sid: 'NoMobile',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${lab.bucket}/mobile/*`,
      }),
    fails: ['5.3.role'],
    hint: /Statement NoMobile of the bucket's policy denies LabExecutionRole the action s3:PutObject/,
  },
];

async function setBucketRights(lab: BuiltLab, Resource: readonly string[]): Promise<void> {
  const Action = ['s3:PutObject', 's3:DeleteObject', 's3:List*'];
  await setRolePolicy(lab, 'custom', 'AWSLambda-S3', { Effect: 'Allow', Action, Resource });
}

async function deletePolicy(
  { aws, roles }: BuiltLab,
  role: 'custom' | 'lab',
  PolicyName: string,
): Promise<void> {
  await aws.iam.send(new DeleteRolePolicyCommand({ RoleName: roles[role].name, PolicyName }));
}

async function detach({ aws, roles }: BuiltLab, policy: string): Promise<void> {
  const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
  await aws.iam.send(new DetachRolePolicyCommand({ RoleName: roles.lab.name, PolicyArn }));
}
