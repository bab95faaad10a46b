import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { iamAction } from './iam-action.ts';
import { regionBeforeProfile } from './region.ts';

/** A custom endpoint supports neither kind of host name, whatever the user's settings are. */
export const PLAIN_ENDPOINT = { useFipsEndpoint: false, useDualstackEndpoint: false } as const;

/**
 * CloudWatch's newer protocol requires the date of a dashboard as a number. A custom endpoint can write it as a string, as the
 * older protocol does, which AWS supports too.
 */
const DATES_AS_STRINGS = { protocol: AwsQueryProtocol };

export interface AwsOptions {
  /** By default AWS_REGION, then AWS_DEFAULT_REGION, then the region of the profile, as in the AWS CLI. */
  region?: string | undefined;
  profile?: string | undefined;
  /** By default `AWS_ENDPOINT_URL`, or AWS itself. */
  endpoint?: string | undefined;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
  /** Is added to the user agent of each call. */
  userAgent?: string | undefined;
  /** Is called with the IAM action of each call, such as `sns:ListTopics`. */
  onCall?: ((action: string) => void) | undefined;
}

/** Clients of all AWS services of the lab, for one account and region. */
export type Aws = ReturnType<typeof makeClients>;

/** Clients that can read the policies of a bucket, a topic and a queue. */
export interface PolicyReaders {
  s3: S3Client;
  sns: SNSClient;
  sqs: SQSClient;
}

/** Resolves to the statement that denied a call, or to undefined when no policy of a resource did. */
type FindDenial = (error: unknown, readers: PolicyReaders) => Promise<string | undefined>;

/** The part of a client's configuration that says which account, region and endpoint it calls. */
export function placeOf({ region: asked, profile, endpoint, credentials }: AwsOptions) {
  const region = regionBeforeProfile(asked);
  const hasOwnEndpoint = (endpoint ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  const place = {
    ...(hasOwnEndpoint && PLAIN_ENDPOINT),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
  return { hasOwnEndpoint, place };
}

/** Creates the clients without a call to AWS. @param findDenial explains a denied call; its error then has `deniedBy`. */
export function makeClients(options: AwsOptions, findDenial: FindDenial) {
  const { userAgent, onCall } = options;
  const { hasOwnEndpoint, place } = placeOf(options);
  const configuration = {
    ...place,
    ...(userAgent !== undefined && { customUserAgent: userAgent }),
    retryMode: 'adaptive',
    maxAttempts: 6,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000 },
  };
  const clients = {
    cloudFormation: new CloudFormationClient(configuration),
    cloudWatch: new CloudWatchClient(configuration),
    /** Only for the list of dashboards. */
    dashboards: new CloudWatchClient({ ...configuration, ...(hasOwnEndpoint && DATES_AS_STRINGS) }),
    iam: new IAMClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    // A custom endpoint, such as a local AWS, has no host name for each bucket.
    s3: new S3Client({ ...configuration, forcePathStyle: hasOwnEndpoint }),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
    sts: new STSClient(configuration),
  };
  const origins = new Set<string>();
  answered.set(clients.sts.config, origins);
  for (const client of Object.values(clients)) watch(client, clients, { onCall, origins, findDenial });
  return clients;
}

/** Returns the custom endpoint of the clients, or undefined for AWS itself. */
export async function endpointOf({ sqs }: Aws): Promise<string | undefined> {
  const given = await sqs.config.endpoint?.();
  if (given === undefined) return process.env.AWS_ENDPOINT_URL;
  const { protocol, hostname, port } = given;
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

/** The origins of all calls so far, by the configuration of one client. */
const answered = new WeakMap<object, ReadonlySet<string>>();

/** Returns the origins that these clients have really called, such as `https://sns.eu-west-1.amazonaws.com`. */
export function originsOf({ sts }: Pick<Aws, 'sts'>): ReadonlySet<string> {
  return answered.get(sts.config) ?? new Set();
}

/** The part of the middleware that all clients share. */
interface Watchable {
  middlewareStack: {
    add(
      middleware: Middleware,
      options: { step: 'initialize' | 'finalizeRequest'; name: string; priority: 'high' | 'low' },
    ): void;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: each client has its own types for the values that pass through here
type Next = (args: any) => Promise<any>;
type Middleware = (next: Next, context: { clientName?: string; commandName?: string }) => Next;

interface Watching {
  onCall: AwsOptions['onCall'];
  /** Gets the origin of each call. */
  origins: Set<string>;
  findDenial: FindDenial;
}

function watch(client: unknown, readers: PolicyReaders, { onCall, origins, findDenial }: Watching): void {
  const middleware: Middleware = (next, { clientName = '', commandName = '' }) => {
    return async (args) => {
      onCall?.(iamAction(clientName, commandName, args.input));
      try {
        return await next(args);
      } catch (error) {
        const deniedBy = await findDenial(error, readers);
        throw deniedBy === undefined ? error : Object.assign(error as Error, { deniedBy });
      }
    };
  };
  const record: Middleware = (next) => (args) => {
    const { protocol, hostname, port } = args.request;
    origins.add(`${protocol}//${hostname}${port ? `:${port}` : ''}`);
    return next(args);
  };
  // Every client of the SDK has this property, each with its own types.
  const { middlewareStack } = client as Watchable;
  middlewareStack.add(middleware, { step: 'initialize', name: 'watchCalls', priority: 'high' });
  middlewareStack.add(record, { step: 'finalizeRequest', name: 'recordOrigin', priority: 'low' });
}
