/** Roles, functions and triggers that work in another way than the lab's. */
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { setCode, setFunction, setRolePolicy, setTrigger, setTrust } from '../changes.ts';
import { CONSOLE_CODE, commonJsCode, plainCode } from '../code/function-code.ts';
import { type BuiltLab, forEachEnd } from '../hand-built-lab.ts';
import { given } from '../lab/given.ts';
import { logsPolicy, managedPolicies } from '../lab/policies.ts';
import { attachPolicy, createRole, putPolicy } from '../lab/roles.ts';
import type { RightWay } from '../set-up.ts';

export const computeRightWays: readonly RightWay[] = [
  {
    name: 'lab-role-by-inline-policy',
    difference: 'LabExecutionRole has one tight inline policy in place of three managed ones.',
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
    difference: "CustomExecutionRole has AWS's and the learner's own managed policies, no inline ones.",
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
    difference: 'The roles trust a list of services, and one user of the account.',
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
    difference: 'CreateThumbnail has a third role with the same rights.',
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
    difference: 'CreateThumbnail is CommonJS, with a handler of another name.',
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', commonJsCode('thumbnail', lab.zips.thumbnail, 'app.js', 'run'));
      await setFunction(lab, 'thumbnail', { Handler: 'app.run' });
    },
  },
  {
    name: 'functions-with-other-settings',
    difference: 'More memory, a longer timeout, an older runtime, other words in the description.',
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
    name: 'thumbnails-of-another-size',
    difference: "The functions' MAX_SIZE is set to other sizes.",
    apply: async (lab) => {
      await setFunction(lab, 'thumbnail', { Environment: { Variables: { MAX_SIZE: '200' } } });
      await setFunction(lab, 'mobile', { Environment: { Variables: { MAX_SIZE: '1024' } } });
    },
  },
  {
    name: 'logs-in-another-group-as-json',
    difference: 'Both functions log to one group, which keeps logs for two weeks, CreateThumbnail as JSON.',
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
    difference: 'The triggers report failures message by message, wait for no batch, and scale to two.',
    apply: (lab) =>
      forEachEnd((end) =>
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
    difference: 'The trigger of CreateThumbnail has filter criteria that every message meets.',
    apply: (lab) =>
      setTrigger(lab, 'thumbnail', {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: [{ exists: true }] }) }] },
      }),
  },
  {
    name: 'console-defaults-that-suffice',
    difference: "The functions have the console's 128 MB; the embedded AWS does not limit memory.",
    apply: (lab) => forEachEnd((end) => setFunction(lab, end, { MemorySize: 128 })),
    advice: ['little-memory-CreateThumbnail', 'little-memory-CreateMobileImage'],
  },
  {
    name: 'other-functions',
    difference: 'There are functions of other names.',
    apply: async ({ aws, roles }) => {
      for (const FunctionName of ['hello-world', 'CreateThumbnailOld'])
        await aws.lambda.send(
          new CreateFunctionCommand({
            FunctionName,
            Runtime: 'nodejs24.x',
            Role: roles.lab.arn,
            Handler: 'CreateThumbnail.handler',
            Code: { ZipFile: plainCode('thumbnail', CONSOLE_CODE) },
          }),
        );
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
