import { Fn, NumberParameter, StringParameter } from 'cloudform';
import { ref } from './intrinsics.ts';
import type { ConditionId, PARAMETERS, ParameterId } from './logical-ids.ts';

interface ParameterOf {
  String: StringParameter;
  Number: NumberParameter;
}

/** Each has a default, so that `sam deploy --guided` is a matter of pressing Enter. */
export const parameters = {
  TopicDigits: new StringParameter({
    Description: "Task 1: the four digits at the end of the topic's name, resize-image-topic-XXXX.",
    Default: '2718',
    AllowedPattern: '^[0-9]{4}$',
    ConstraintDescription: 'four digits, such as 2718',
  }),
  NameSuffix: new StringParameter({
    Description:
      "Appended to every name, such as -two. Empty: the names are the lab's own. A second stack in this account, in whatever region, needs one (role names are shared by all regions).",
    Default: '',
    AllowedPattern: '^(-[a-z0-9]+)*$',
    MaxLength: 20,
    ConstraintDescription: 'empty, or up to 20 of a-z, 0-9 and hyphens, with a hyphen first, such as -two',
  }),
  EmailAddress: new StringParameter({
    Description:
      "Task 9 (optional): gets a mail for every upload, once the link in Amazon's first mail is opened. Empty: none.",
    Default: '',
    AllowedPattern: '^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$',
    ConstraintDescription: 'empty, or an email address',
  }),
  AlarmEmailAddress: new StringParameter({
    Description:
      "Gets a mail when an alarm goes off, once the link in Amazon's first mail is opened. Empty: the alarms tell nobody.",
    Default: '',
    AllowedPattern: '^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$',
    ConstraintDescription: 'empty, or an email address',
  }),
  ThumbnailSize: new NumberParameter({
    Description: 'Thumbnails fit within a square of so many pixels.',
    Default: 128,
    MinValue: 16,
    MaxValue: 4096,
  }),
  MobileSize: new NumberParameter({
    Description: 'Mobile pictures fit within a square of so many pixels.',
    Default: 640,
    MinValue: 16,
    MaxValue: 4096,
  }),
  JpegQuality: new NumberParameter({
    Description: 'JPEG quality of both outputs, 1 to 100.',
    Default: 80,
    MinValue: 1,
    MaxValue: 100,
  }),
  MaxMegapixels: new NumberParameter({
    Description:
      'Pictures of more million pixels than this are refused before they are decoded, for a small file can be a huge picture.',
    Default: 100,
    MinValue: 1,
    MaxValue: 1000,
  }),
  Architecture: new StringParameter({
    Description: 'Processor of both functions; the code is the same for either. arm64 costs less.',
    Default: 'x86_64',
    AllowedValues: ['x86_64', 'arm64'],
  }),
  MaximumConcurrency: new NumberParameter({
    Description:
      'So many runs of each function at once; what comes beyond waits in its queue. Twice this must be free in the account: new accounts may have 10 in all.',
    Default: 5,
    MinValue: 2,
    MaxValue: 1000,
  }),
  EncryptionKey: new StringParameter({
    Description:
      "Encrypts bucket, topic, queues and logs. Empty: AWS's own keys. new: a KMS key made by this stack, for a dollar a month. Or the ARN of a key of yours: it must have the policy in docs/encryption.md, or uploads are lost.",
    Default: '',
    AllowedPattern: '^(new|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?$',
    ConstraintDescription:
      'empty, new, or the ARN of a key, such as arn:aws:kms:ap-northeast-1:111122223333:key/…',
  }),
  LogRetentionDays: new NumberParameter({
    Description: 'Logs of the functions are kept for so many days.',
    Default: 30,
    AllowedValues: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
  }),
  BucketOnDeletion: new StringParameter({
    Description:
      'What becomes of the bucket when the stack is deleted. Delete: it goes, but only if it is empty; with pictures in it the deletion fails. Retain: it stays, with all pictures.',
    Default: 'Delete',
    AllowedValues: ['Delete', 'Retain'],
  }),
} as const satisfies { [Id in ParameterId]: ParameterOf[(typeof PARAMETERS)[Id]] };

export const conditions = {
  HasEmailAddress: Fn.Not(Fn.Equals(ref('EmailAddress'), '')),
  HasAlarmEmailAddress: Fn.Not(Fn.Equals(ref('AlarmEmailAddress'), '')),
  MakesKey: Fn.Equals(ref('EncryptionKey'), 'new'),
  UsesKey: Fn.Not(Fn.Equals(ref('EncryptionKey'), '')),
} as const satisfies Record<ConditionId, unknown>;

/** How the console groups the parameters. */
export const parameterGroups: { label: string; parameters: ParameterId[] }[] = [
  { label: 'Names', parameters: ['TopicDigits', 'NameSuffix'] },
  { label: 'Notification', parameters: ['EmailAddress', 'AlarmEmailAddress'] },
  { label: 'Pictures', parameters: ['ThumbnailSize', 'MobileSize', 'JpegQuality', 'MaxMegapixels'] },
  { label: 'Functions', parameters: ['Architecture', 'MaximumConcurrency'] },
  { label: 'Data', parameters: ['EncryptionKey', 'LogRetentionDays', 'BucketOnDeletion'] },
];
