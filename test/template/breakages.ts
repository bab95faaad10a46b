import type { JsonTemplate } from '../../template-src/rules/variants.ts';

type Properties = Record<string, unknown>;

/** A way to break the template, and the resource and the rule that must report it. */
export interface Breakage {
  what: string;
  /** Changes the properties of resources, or those that all functions have in common. */
  change: (resources: (id: string) => Properties, functions: Properties) => void;
  named: readonly `${string}: ${string}`[];
}

const everyone = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }],
};

/** All of them can be applied at once, because each has another resource or another rule. */
export const breakages: readonly Breakage[] = [
  {
    what: 'a value of the wrong type',
    change: (of) => Object.assign(of('MobileQueue'), { VisibilityTimeout: 'soon' }),
    named: ['MobileQueue: E3012'],
  },
  {
    what: 'a queue without a retention period, so that SQS chooses it',
    change: (of) => delete of('ThumbnailQueue').MessageRetentionPeriod,
    named: ['ThumbnailQueue: I3013'],
  },
  {
    what: 'a deprecated runtime for all functions',
    change: (_, functions) => Object.assign(functions, { Runtime: 'nodejs20.x' }),
    named: ['CreateThumbnail: W2531', 'CreateMobileImage: W2531'],
  },
  {
    what: 'a queue without a dead-letter queue',
    change: (of) => delete of('ThumbnailQueue').RedrivePolicy,
    named: ['ThumbnailQueue: ES6000'],
  },
  {
    what: 'a subscription without a dead-letter queue',
    change: (of) => delete of('MobileQueueSubscription').RedrivePolicy,
    named: ['MobileQueueSubscription: ES7000'],
  },
  {
    what: 'functions without tracing, timeout and memory',
    change: (_, functions) => {
      for (const name of ['Tracing', 'Timeout', 'MemorySize']) delete functions[name];
    },
    named: ['CreateThumbnail: WS1000', 'CreateThumbnail: ES1005', 'CreateThumbnail: ES1006'],
  },
  {
    what: 'a role that allows everything',
    change: (of) => addPolicy(of('CustomExecutionRole'), { Action: '*', Resource: '*' }),
    named: [
      'CustomExecutionRole: WS1003',
      'CustomExecutionRole: CKV_AWS_107',
      'CustomExecutionRole: CKV_AWS_110',
      'CustomExecutionRole: IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE',
    ],
  },
  {
    what: 'a role that everybody may assume',
    change: (of) => {
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }];
      of('LabExecutionRole').AssumeRolePolicyDocument = { Version: '2012-10-17', Statement };
    },
    named: ['LabExecutionRole: CKV_AWS_60'],
  },
  {
    what: 'a bucket that can be made public',
    change: (of) => delete of('ImageBucket').PublicAccessBlockConfiguration,
    named: [
      'CKV_AWS_53',
      'CKV_AWS_54',
      'CKV_AWS_55',
      'CKV_AWS_56',
      'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
    ].map((rule) => `ImageBucket: ${rule}` as const),
  },
  {
    what: 'a bucket without encryption',
    change: (of) => delete of('ImageBucket').BucketEncryption,
    named: [
      'ImageBucket: S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
      'ImageBucket: S3_DEFAULT_ENCRYPTION_KMS',
    ],
  },
  {
    what: 'a bucket without versions',
    change: (of) => delete of('ImageBucket').VersioningConfiguration,
    named: ['ImageBucket: CKV_AWS_21', 'ImageBucket: S3_BUCKET_VERSIONING_ENABLED'],
  },
  {
    what: 'a bucket policy that allows everyone, even without TLS',
    change: (of) => Object.assign(of('ImageBucketPolicy'), { PolicyDocument: everyone }),
    named: [
      'ImageBucketPolicy: S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL',
      'ImageBucketPolicy: S3_BUCKET_POLICY_NO_WILDCARD_ACTION',
      'ImageBucketPolicy: S3_BUCKET_SSL_REQUESTS_ONLY',
    ],
  },
  {
    what: 'a topic that does not use the key',
    change: (of) => delete of('ResizeImageTopic').KmsMasterKeyId,
    named: ['ResizeImageTopic: CKV_AWS_26'],
  },
  {
    what: 'a queue that does not use the key',
    change: (of) => delete of('MobileDeadLetterQueue').KmsMasterKeyId,
    named: ['MobileDeadLetterQueue: CKV_AWS_27'],
  },
  {
    what: 'a log group without retention and key',
    change: (of) => {
      delete of('CreateThumbnailLogs').RetentionInDays;
      delete of('CreateThumbnailLogs').KmsKeyId;
    },
    named: ['CreateThumbnailLogs: CKV_AWS_66', 'CreateThumbnailLogs: CKV_AWS_158'],
  },
  {
    what: 'a key that everybody may use, and that is never rotated',
    change: (of) => {
      const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }];
      Object.assign(of('OwnKey'), {
        EnableKeyRotation: false,
        KeyPolicy: { Version: '2012-10-17', Statement },
      });
    },
    named: ['OwnKey: CKV_AWS_7', 'OwnKey: CKV_AWS_33'],
  },
  {
    what: 'a secret among the settings of a function',
    change: (of) => {
      const Variables = {
        AWS_KEY: 'AKIAIOSFODNN7EXAMPLE',
        SECRET: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      };
      of('CreateMobileImage').Environment = { Variables };
    },
    named: ['CreateMobileImage: CKV_AWS_45'],
  },
];

/** Applies all of them. @throws Error when the template no longer has a resource to break. */
export function breakAll({ Globals = {}, Resources }: JsonTemplate): void {
  const of = (id: string) => {
    const resource = Resources[id];
    if (resource === undefined)
      throw new Error(`Expected ${id} among the template's resources, to break it.`);
    return resource.Properties;
  };
  for (const { change } of breakages) change(of, Globals.Function ?? {});
}

function addPolicy(role: Properties, statement: object): void {
  const Statement = [{ Effect: 'Allow', ...statement }];
  const policy = {
    PolicyName: 'Broken',
    PolicyDocument: { Version: '2012-10-17', Statement },
  };
  role.Policies = [role.Policies, policy].flat();
}
