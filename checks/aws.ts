import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { readableDashboards } from '../local/emulator-gaps-dashboards.ts';
import { iamAction } from './iam-action.ts';

export interface AwsOptions {
  /** Else as the SDK finds it: `AWS_REGION`, the profile's own. */
  region?: string | undefined;
  profile?: string | undefined;
  /** Else `AWS_ENDPOINT_URL`, or AWS itself. */
  endpoint?: string | undefined;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
  /** When it is aborted, no further call is made, and one under way is given up. */
  signal?: AbortSignal | undefined;
  /** Hears of each call by its IAM action: `sns:ListTopics`. */
  onCall?: ((action: string) => void) | undefined;
}

/** The grader's clients of AWS, for one account and region. */
export type Aws = ReturnType<typeof connect>;

/** Makes the clients; nothing is asked yet. They retry what AWS throttles, ever more slowly. */
export function connect({ region, profile, endpoint, credentials, signal, onCall }: AwsOptions) {
  const configuration = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    retryMode: 'adaptive',
    maxAttempts: 6,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000 },
  };
  const hasOwnEndpoint = (endpoint ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  const clients = {
    cloudFormation: new CloudFormationClient(configuration),
    cloudWatch: new CloudWatchClient(configuration),
    /** For the list of dashboards only. */
    dashboards: new CloudWatchClient({ ...configuration, ...(hasOwnEndpoint && readableDashboards) }),
    iam: new IAMClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    // An endpoint of one's own (a local AWS) has no host name for each bucket.
    s3: new S3Client({ ...configuration, forcePathStyle: hasOwnEndpoint }),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
    sts: new STSClient(configuration),
  };
  for (const client of Object.values(clients)) watch(client, { signal, onCall });
  return clients;
}

/** What all clients have in common, of their middleware. */
interface Watchable {
  middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each client has types of its own for what passes through here
type Next = (args: any) => Promise<any>;
type Middleware = (next: Next, context: { clientName?: string; commandName?: string }) => Next;

function watch(client: unknown, { signal, onCall }: Pick<AwsOptions, 'signal' | 'onCall'>): void {
  const middleware: Middleware = (next, { clientName = '', commandName = '' }) => {
    return async (args) => {
      signal?.throwIfAborted();
      onCall?.(iamAction(clientName, commandName, args.input));
      return next(args);
    };
  };
  const options = { step: 'initialize', name: 'watchCalls', priority: 'high' } as const;
  // Every client of the SDK has this, each with types of its own.
  (client as Watchable).middlewareStack.add(middleware, options);
}
