import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type AwsOptions, placeOf } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';

/** The name of the stack, unless the user chooses another one. */
export const CLASS_STACK = 'image-lab-class';

/** The clients that operate a class on Step Functions. */
export interface ClassClients {
  s3: S3Client;
  sfn: SFNClient;
  cloudFormation: CloudFormationClient;
}

export interface ClassStack extends ClassClients {
  bucket: string;
  stateMachineArn: string;
}

export function classClients(account: AwsOptions): ClassClients {
  const { hasOwnEndpoint, place } = placeOf(account);
  const configuration = { ...place, maxAttempts: 6 };
  return {
    s3: new S3Client({ ...configuration, forcePathStyle: hasOwnEndpoint }),
    sfn: new SFNClient(configuration),
    cloudFormation: new CloudFormationClient(configuration),
  };
}

/** Finds the bucket and the state machine. @throws Failure when there is no such stack. */
export async function findClassStack(account: AwsOptions, StackName: string): Promise<ClassStack> {
  const clients = classClients(account);
  const outputs = await outputsOf(clients, StackName);
  const { BucketName: bucket, StateMachineArn: stateMachineArn } = outputs;
  if (bucket === undefined || stateMachineArn === undefined) throw noStack(StackName);
  return { ...clients, bucket, stateMachineArn };
}

async function outputsOf(
  { cloudFormation }: ClassClients,
  StackName: string,
): Promise<Partial<Record<string, string>>> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
    );
  } catch (cause) {
    if (cause instanceof Error && /does not exist/.test(cause.message)) throw noStack(StackName, cause);
    throw cause;
  }
}

function noStack(name: string, cause?: Error): Failure {
  const problem = `Expected a stack named ${name} of class/grading.yaml, but this account and region have none.`;
  return new Failure({ code: 'no-class-stack', problem, fix: 'npm run class:deploy' }, { cause });
}
