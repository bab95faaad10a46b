import path from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { PLAIN_ENDPOINT } from '../aws/clients.ts';
import { projectEnvironment } from '../cli/project.mjs';

/** The account of the lab. MiniStack treats an access key of twelve digits as the root user of that account. */
export const LOCAL_ACCOUNT = '111111111111';
/** The lab's own region. */
export const LOCAL_REGION = 'ap-northeast-1';

/** Returns the variables with which any tool reaches the embedded AWS. None of them is a secret. */
export function localVariables(endpoint: string) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: LOCAL_REGION,
  };
}

/**
 * Returns the environment for a tool such as SAM or the AWS CLI that must use the embedded AWS. It contains no profile, session
 * or configuration file of the user, so that the tool cannot reach a real account by mistake.
 */
export function localEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const own = Object.entries(projectEnvironment()).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(own), ...localAwsVariables(endpoint), SAM_CLI_TELEMETRY: '0' };
}

/** The variables of the user that the embedded AWS and its functions get. Others can contain tokens. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/**
 * Returns the environment of the embedded AWS. Its functions inherit it and run as this user, without a sandbox.
 * @param folder folder for its files, and the home of the functions.
 */
export function emulatorEnvironment(endpoint: string, folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(projectEnvironment()).filter(([name]) => PASSED_ON.includes(name));
  return {
    // Node 24 is first on PATH, because MiniStack runs the functions with the first `node` on PATH.
    ...Object.fromEntries(own),
    ...localAwsVariables(endpoint),
    HOME: folder,
    GATEWAY_PORT: new URL(endpoint).port,
    // By default, MiniStack listens on every interface.
    BIND_HOST: '127.0.0.1',
    // Without this, policies have no effect.
    AUTH: 'true',
    MINISTACK_REGION: LOCAL_REGION,
    // Without this, MiniStack opens port 8883 too.
    IOT_MTLS_ENABLED: '0',
    TMPDIR: path.join(folder, 'tmp'),
    STATE_DIR: path.join(folder, 'state'),
    S3_DATA_DIR: path.join(folder, 's3'),
  };
}

function localAwsVariables(endpoint: string): Record<string, string> {
  return {
    ...localVariables(endpoint),
    AWS_REGION: LOCAL_REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export interface Clients {
  s3: S3Client;
  sns: SNSClient;
  logs: CloudWatchLogsClient;
  lambda: LambdaClient;
  cloudFormation: CloudFormationClient;
}

/** Returns clients of the AWS SDK for the embedded AWS. */
export function localClients(endpoint: string): Clients {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(endpoint);
  const configuration = {
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    ...PLAIN_ENDPOINT,
  };
  return {
    s3: new S3Client({ ...configuration, forcePathStyle: true }),
    sns: new SNSClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    lambda: new LambdaClient(configuration),
    cloudFormation: new CloudFormationClient(configuration),
  };
}
