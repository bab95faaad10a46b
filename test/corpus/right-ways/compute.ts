/** Roles, functions and triggers that work, but differ from the lab's. */
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  addFunction,
  putFault,
  setCode,
  setFunction,
  setRolePolicy,
  setTrigger,
  setTrust,
} from '../../../solve/faults/changes.ts';
import type { RightWay } from '../../../solve/faults/set-up.ts';
import { commonJsCode } from '../../../solve/labs/code/function-code.ts';
import { given } from '../../../solve/labs/given.ts';
import { type BuiltLab, forEachLabOutput } from '../../../solve/labs/hand-built-lab.ts';
import { logsPolicy, managedPolicies } from '../../../solve/labs/policies.ts';
import { attachPolicy, createRole, putPolicy } from '../../../solve/labs/roles.ts';

export const computeRightWays: readonly RightWay[] = [
  {
    name: 'lab-role-by-inline-policy',
    difference: 'LabExecutionRole has one tight inline policy instead of three managed ones.',
    apply: async (lab) => {
      for (const policy of managedPolicies) await detach(lab, `arn:aws:iam::aws:policy/${policy}`);
      await setRolePolicy(lab, 'lab', 'just-enough', tightStatement(lab));
      await setRolePolicy(lab, 'lab', 'list', {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${lab.bucket}`,
      });
    },
    spared: ['wide-role-LabExecutionRole'],
  },
  {
    name: 'custom-role-by-managed-policies',
    difference:
      'CustomExecutionRole has managed policies (from AWS and from the learner) instead of inline ones.',
    apply: async (lab) => {
      const { aws, roles } = lab;
      for (const PolicyName of ['AWSLambda-CW', 'AWSLambda-S3'])
        await aws.iam.send(new DeleteRolePolicyCommand({ RoleName: roles.custom.name, PolicyName }));
      await attachPolicy(aws, roles.custom.name, 'AmazonS3FullAccess');
      const PolicyDocument = JSON.stringify(logsPolicy);
      const made = await aws.iam.send(new CreatePolicyCommand({ PolicyName: 'logs', PolicyDocument }));
      const PolicyArn = given(made.Policy?.Arn);
      await aws.iam.send(new AttachRolePolicyCommand({ RoleName: roles.custom.name, PolicyArn }));
    },
    advice: ['wide-role-CustomExecutionRole'],
  },
  {
    name: 'roles-with-other-policy-names',
    difference: 'The inline policies have other names, and wildcards in their actions.',
    apply: async (lab) => {
      const { aws, roles } = lab;
      await aws.iam.send(
        new DeleteRolePolicyCommand({ RoleName: roles.lab.name, PolicyName: 'CWLogsPolicy' }),
      );
      await setRolePolicy(lab, 'lab', 'anything', {
        Effect: 'Allow',
        Action: ['logs:Create*', 'logs:Put*'],
        Resource: '*',
      });
    },
  },
  {
    name: 'roles-that-trust-more-services',
    difference: 'The roles trust several services and one user of the account.',
    apply: (lab) =>
      setTrust(lab, 'lab', {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Services',
            Effect: 'Allow',
            Principal: { Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          },
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${lab.account}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
  },
  {
    name: 'functions-with-a-role-of-their-own',
    difference: 'CreateThumbnail has a third role with the same permissions.',
    apply: async (lab) => {
      const role = await createRole(lab.aws, 'thumbnail-role');
      for (const policy of managedPolicies) await attachPolicy(lab.aws, role.name, policy);
      await putPolicy(lab.aws, role.name, 'logs', logsPolicy);
      await setFunction(lab, 'thumbnail', { Role: role.arn });
    },
    advice: ['wide-role-thumbnail-role'],
  },
  {
    name: 'function-in-common-js',
    difference: 'CreateThumbnail is CommonJS, and its handler has another name.',
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', commonJsCode('thumbnail', lab.zips.thumbnail, 'app.js', 'run'));
      await setFunction(lab, 'thumbnail', { Handler: 'app.run' });
    },
  },
  {
    name: 'functions-with-other-settings',
    difference: 'The functions have more memory, a longer timeout, an older runtime or another description.',
    apply: async (lab) => {
      await setFunction(lab, 'thumbnail', { MemorySize: 1024, Description: 'Small pictures' });
      await setFunction(lab, 'mobile', { Timeout: 25, Runtime: 'nodejs22.x' });
    },
  },
  {
    name: 'function-with-an-unsupported-runtime',
    difference: 'CreateMobileImage runs on a version of Node.js that AWS no longer supports.',
    apply: (lab) => setFunction(lab, 'mobile', { Runtime: 'nodejs20.x' }),
    advice: ['old-runtime-CreateMobileImage'],
  },
  {
    name: 'logs-in-another-group-as-json',
    difference:
      'Both functions use one log group, which keeps logs for two weeks. CreateThumbnail logs JSON.',
    apply: async (lab) => {
      const LogGroup = '/image-lab/both';
      await lab.aws.logs.send(new CreateLogGroupCommand({ logGroupName: LogGroup }));
      await lab.aws.logs.send(new PutRetentionPolicyCommand({ logGroupName: LogGroup, retentionInDays: 14 }));
      await setFunction(lab, 'thumbnail', { LoggingConfig: { LogGroup, LogFormat: 'JSON' } });
      await setFunction(lab, 'mobile', { LoggingConfig: { LogGroup } });
    },
    spared: ['log-retention'],
  },
  {
    name: 'triggers-with-partial-responses',
    difference:
      'The triggers report batch item failures, have no batch window, and have a maximum concurrency of 2.',
    apply: (lab) =>
      forEachLabOutput((end) =>
        setTrigger(lab, end, {
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          MaximumBatchingWindowInSeconds: 1,
          ScalingConfig: { MaximumConcurrency: 2 },
        }),
      ),
    spared: ['maximum-concurrency', 'partial-batch-responses'],
  },
  {
    name: 'trigger-with-a-filter-that-lets-all-through',
    difference: 'The trigger of CreateThumbnail has filter criteria that match every message.',
    apply: (lab) =>
      setTrigger(lab, 'thumbnail', {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: [{ exists: true }] }) }] },
      }),
  },
  {
    name: 'function-that-archives',
    difference: 'CreateThumbnail also writes a copy to archive/, with the same name.',
    apply: (lab) => putFault(lab, 'thumbnail', 'archives-by-its-name'),
  },
  {
    name: 'function-that-archives-by-another-name',
    difference: 'CreateMobileImage also writes a copy to archive/, with a random name.',
    apply: (lab) => putFault(lab, 'mobile', 'archives-by-another-name'),
  },
  {
    name: 'console-defaults-that-suffice',
    difference:
      'The functions have the 128 MB that the console gives them. (The embedded AWS does not limit memory.)',
    apply: (lab) => forEachLabOutput((end) => setFunction(lab, end, { MemorySize: 128 })),
    advice: ['little-memory-CreateThumbnail', 'little-memory-CreateMobileImage'],
  },
  {
    name: 'other-functions',
    difference: 'The account has other functions too.',
    apply: async (lab) => {
      for (const name of ['hello-world', 'CreateThumbnailOld']) await addFunction(lab, name);
    },
  },
];

function tightStatement({ bucket, queues }: BuiltLab) {
  return {
    Effect: 'Allow',
    Action: [
      's3:GetObject',
      's3:PutObject',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ],
    Resource: [
      ...['ingest', 'thumbnail', 'mobile'].map((folder) => `arn:aws:s3:::${bucket}/${folder}/*`),
      queues.thumbnail.arn,
      queues.mobile.arn,
    ],
  };
}

async function detach({ aws, roles }: BuiltLab, PolicyArn: string): Promise<void> {
  await aws.iam.send(new DetachRolePolicyCommand({ RoleName: roles.lab.name, PolicyArn }));
}
