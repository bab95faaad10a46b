/**
 * Returns the IAM action that allows a call of the AWS SDK, such as `sns:ListTopics` for ListTopicsCommand of SNSClient.
 * @param input the input of the command. A command that names a version of an object needs another permission.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function iamAction(clientName: string, commandName: string, input: object = {}): string {
  const client = clientName.replace(/Client$/, '');
  const operation = commandName.replace(/Command$/, '');
  const action = OPERATIONS[`${client}.${operation}`] ?? operation;
  const ofVersion = client === 'S3' && 'VersionId' in input && input.VersionId !== undefined;
  const versioned = ofVersion ? (OF_VERSIONS[action] ?? action) : action;
  return `${SERVICES[client] ?? client.toLowerCase()}:${versioned}`;
}

/** Prefixes of services that differ from the lower-case name of the client. */
const SERVICES: Readonly<Record<string, string>> = { CloudWatchLogs: 'logs' };

/** Actions whose names differ from the operation. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'Lambda.Invoke': 'InvokeFunction',
  'S3.DeleteObjects': 'DeleteObject',
  'S3.GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  'S3.GetBucketNotificationConfiguration': 'GetBucketNotification',
  'S3.GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  'S3.HeadBucket': 'ListBucket',
  'S3.HeadObject': 'GetObject',
  'S3.ListBuckets': 'ListAllMyBuckets',
  'S3.ListObjectsV2': 'ListBucket',
  'S3.ListObjectVersions': 'ListBucketVersions',
  'SQS.ChangeMessageVisibilityBatch': 'ChangeMessageVisibility',
};

const OF_VERSIONS: Readonly<Record<string, string>> = {
  DeleteObject: 'DeleteObjectVersion',
  GetObject: 'GetObjectVersion',
};
