/**
 * The IAM action that allows a call of the AWS SDK: `sns:ListTopics` for SNSClient's ListTopicsCommand.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function iamAction(clientName: string, commandName: string): string {
  const client = clientName.replace(/Client$/, '');
  const operation = commandName.replace(/Command$/, '');
  return `${SERVICES[client] ?? client.toLowerCase()}:${OPERATIONS[`${client}.${operation}`] ?? operation}`;
}

/** Where the service's prefix is not the client's name in lower case. */
const SERVICES: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs' };

/** Where the action is not named as the operation is. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'S3.GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  'S3.GetBucketNotificationConfiguration': 'GetBucketNotification',
  'S3.HeadBucket': 'ListBucket',
  'S3.HeadObject': 'GetObject',
  'S3.ListBuckets': 'ListAllMyBuckets',
  'S3.ListObjectsV2': 'ListBucket',
  'S3.ListObjectVersions': 'ListBucketVersions',
};
