import { Fn, NumberParameter, StringParameter } from 'cloudform';
import { OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { ref } from './intrinsics.ts';
import type { ConditionId, PARAMETERS, ParameterId } from './logical-ids.ts';
import { eachSize, RANGES, SIZES } from './ranges.ts';
import { wholeNumberParameter } from './whole-numbers.ts';

interface ParameterOf {
  String: StringParameter;
  Number: NumberParameter;
}

/** Each has a default value, so that `sam deploy --guided` only needs Enter. */
export const parameters = {
  TopicDigits: new StringParameter({
    Description: 'Task 1: the four digits at the end of the name of the topic, resize-image-topic-XXXX.',
    Default: '2718',
    AllowedPattern: '^[0-9]{4}$',
    ConstraintDescription: 'four digits, such as 2718',
  }),
  NameSuffix: new StringParameter({
    Description:
      'A text that is appended to every name, such as -two. When it is empty, the names are those of the lab. A second stack in this account needs a suffix in any region, because all regions share role names.',
    Default: '',
    AllowedPattern: '^(-[a-z0-9]+)*$',
    MaxLength: 20,
    ConstraintDescription: 'empty, or up to 20 of a-z, 0-9 and hyphens, with a hyphen first, such as -two',
  }),
  EmailAddress: new StringParameter({
    Description:
      'Task 9 (optional): this address gets an email for every upload. Open the link in the first email to confirm it. Leave it empty for no emails.',
    Default: '',
    AllowedPattern: '^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$',
    ConstraintDescription: 'empty, or an email address',
  }),
  AlarmEmailAddress: new StringParameter({
    Description:
      'This address gets an email for every alarm. Open the link in the first email to confirm it. Leave it empty for no emails.',
    Default: '',
    AllowedPattern: '^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$',
    ConstraintDescription: 'empty, or an email address',
  }),
  ...eachSize((name) =>
    wholeNumberParameter(SIZES, {
      Description: `Pictures in ${OUTPUTS[name].prefix} fit within a square of this many pixels.`,
      Default: OUTPUTS[name].box,
    }),
  ),
  JpegQuality: wholeNumberParameter(RANGES.JpegQuality, {
    Description: 'The JPEG quality of all outputs, from 1 to 100.',
    Default: 80,
  }),
  MaxMegapixels: wholeNumberParameter(RANGES.MaxMegapixels, {
    Description:
      'The functions refuse pictures of more than this many million pixels before they decode them, because a small file can hold a huge picture.',
    Default: 100,
  }),
  Architecture: new StringParameter({
    Description: 'The processor of the functions. The code is the same for both, and arm64 costs less.',
    Default: 'x86_64',
    AllowedValues: ['x86_64', 'arm64'],
  }),
  MaximumConcurrency: wholeNumberParameter(RANGES.MaximumConcurrency, {
    Description: `The most invocations of each function at the same time. Further uploads wait in the queue. The account needs ${OUTPUT_NAMES.length} times this concurrency, and a new account may have only 10.`,
    Default: 5,
  }),
  EncryptionKey: new StringParameter({
    Description:
      'The key that encrypts bucket, topics, queues and logs. Empty: the keys of AWS. new: a KMS key that this stack creates, for 1 dollar a month, and for 3 dollars after two yearly rotations. Or the ARN of a key of yours: its policy must contain the statements in docs/encryption.md, or uploads are lost.',
    Default: '',
    AllowedPattern: '^(new|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?$',
    ConstraintDescription:
      'empty, new, or the ARN of a key, such as arn:aws:kms:ap-northeast-1:111122223333:key/…',
  }),
  LogRetentionDays: new NumberParameter({
    Description: 'The logs of the functions are kept for this many days.',
    Default: 30,
    AllowedValues: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
  }),
  BucketOnDeletion: new StringParameter({
    Description:
      'What happens to the bucket when the stack is deleted. Delete: an empty bucket is deleted, but the deletion fails if it holds pictures. Retain: the bucket and its pictures are kept. Change this with sam deploy: an update with the previous template has no effect.',
    Default: 'Delete',
    AllowedValues: ['Delete', 'Retain'],
  }),
  LabOnlyResources: new StringParameter({
    Description:
      'Omit leaves out CustomExecutionRole. Task 4 of the lab asks for this role, but no function uses it and it may delete every picture. Choose Omit for production.',
    Default: 'Create',
    AllowedValues: ['Create', 'Omit'],
  }),
} as const satisfies { [Id in ParameterId]: ParameterOf[(typeof PARAMETERS)[Id]] };

export const conditions = {
  HasEmailAddress: Fn.Not(Fn.Equals(ref('EmailAddress'), '')),
  HasAlarmEmailAddress: Fn.Not(Fn.Equals(ref('AlarmEmailAddress'), '')),
  MakesKey: Fn.Equals(ref('EncryptionKey'), 'new'),
  UsesKey: Fn.Not(Fn.Equals(ref('EncryptionKey'), '')),
  MakesLabOnlyResources: Fn.Equals(ref('LabOnlyResources'), 'Create'),
} as const satisfies Record<ConditionId, unknown>;

/** The parameter for the size of each output: `ThumbnailSize` and so on. */
const sizeParameters = OUTPUT_NAMES.map((name) => `${outputId(name)}Size` as const);

/** How the console groups the parameters. */
export const parameterGroups: { label: string; parameters: ParameterId[] }[] = [
  { label: 'Names', parameters: ['TopicDigits', 'NameSuffix'] },
  { label: 'Notification', parameters: ['EmailAddress', 'AlarmEmailAddress'] },
  { label: 'Pictures', parameters: [...sizeParameters, 'JpegQuality', 'MaxMegapixels'] },
  { label: 'Functions', parameters: ['Architecture', 'MaximumConcurrency'] },
  { label: 'Data', parameters: ['EncryptionKey', 'LogRetentionDays', 'BucketOnDeletion'] },
  { label: 'Lab', parameters: ['LabOnlyResources'] },
];

/** What only the lab needs, by the path in the template. */
export const parameterComments = {
  'Parameters.TopicDigits': 'Only for the lab, which asks for these digits.',
  'Parameters.EmailAddress': 'Only for the lab: an optional task.',
  'Parameters.LabOnlyResources': 'Only for the lab. Choose Omit for production.',
  'Conditions.MakesLabOnlyResources': 'Only for the lab.',
} as const;
