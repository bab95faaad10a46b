import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { projectEnvironment } from './set-up/project.mjs';

/** MiniStack takes an access key of twelve digits for the account of that number, with all rights. */
export const LOCAL_ACCOUNT = '111111111111';
/** The lab's own region. */
export const LOCAL_REGION = 'ap-northeast-1';

/** What a user exports to reach the embedded AWS with any tool. None of it is a secret. */
export function localVariables(endpoint: string) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: LOCAL_REGION,
  };
}

/**
 * The environment for a tool (SAM, MiniStack) that must see the embedded AWS and nothing of the user's own: no
 * profile, no session, no configuration files, so that nothing can reach a real account by mistake.
 */
export function localEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const own = Object.entries(projectEnvironment()).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    ...localVariables(endpoint),
    AWS_REGION: LOCAL_REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    SAM_CLI_TELEMETRY: '0',
    // Behind a company's proxy the way to this machine is still the direct one.
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}

export interface Clients {
  s3: S3Client;
  sns: SNSClient;
  logs: CloudWatchLogsClient;
  lambda: LambdaClient;
  cloudFormation: CloudFormationClient;
}

/** Clients of the AWS SDK for the embedded AWS. */
export function localClients(endpoint: string): Clients {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(endpoint);
  const configuration = {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  };
  return {
    s3: new S3Client({ ...configuration, forcePathStyle: true }),
    sns: new SNSClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    lambda: new LambdaClient(configuration),
    cloudFormation: new CloudFormationClient(configuration),
  };
}
