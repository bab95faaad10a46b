import { resourcesWith } from '../../template-src/plain-resources.ts';

/** What of the stack costs something, as the rendered template has it. */
export interface StackFacts {
  /** Of each function. */
  memoryMb: number;
  functions: number;
  traced: boolean;
  /** Messages that an invocation takes, at most. */
  batchSize: number;
  alarms: number;
  dashboards: number;
  logRetentionDays: number;
  /** Days that an upload is stored, its version after deletion among them. */
  uploadDays: number;
  /** Keys of KMS that the stack makes. */
  keys: number;
  /** Topics and queues that are encrypted with a key of one's own; those for dead letters are idle. */
  encrypted: { topics: number; queues: number };
}

/** Reads the template with its defaults, and with an encryption key of the stack's own or without. */
export function readStackFacts({ encryptionKey }: { encryptionKey: boolean }): StackFacts {
  const resources = Object.values(resourcesWith({ EncryptionKey: encryptionKey ? 'new' : '' }));
  const ofType = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const functions = ofType('AWS::Serverless::Function');
  const queues = ofType('AWS::SQS::Queue').filter((queue) => 'RedrivePolicy' in queue);
  return {
    memoryMb: same(functions.map((one) => number(one, 'MemorySize'))),
    functions: functions.length,
    traced: functions.every(({ Tracing }) => Tracing === 'Active'),
    batchSize: same(functions.map((one) => number(one, 'Events', 'Trigger', 'Properties', 'BatchSize'))),
    alarms: ofType('AWS::CloudWatch::Alarm').length,
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    logRetentionDays: same(ofType('AWS::Logs::LogGroup').map((group) => number(group, 'RetentionInDays'))),
    uploadDays: daysOfUploads(ofType('AWS::S3::Bucket')[0]),
    keys: ofType('AWS::KMS::Key').length,
    encrypted: {
      topics: ofType('AWS::SNS::Topic').filter((topic) => topic.KmsMasterKeyId !== undefined).length,
      queues: queues.filter((queue) => queue.KmsMasterKeyId !== undefined).length,
    },
  };
}

function daysOfUploads(bucket: unknown): number {
  const rules = at(bucket, 'LifecycleConfiguration', 'Rules');
  const rule = Array.isArray(rules) ? rules.find((one) => at(one, 'Prefix') === 'ingest/') : undefined;
  return number(rule, 'ExpirationInDays') + number(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays');
}

function number(value: unknown, ...path: string[]): number {
  const found = Number(at(value, ...path));
  if (Number.isFinite(found)) return found;
  throw new Error(`The template has no number at ${path.join('.')}.`);
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([key]) => key === name)?.[1]
        : undefined,
    value,
  );
}

/** The costs are of two functions that are alike. */
function same(numbers: readonly number[]): number {
  const [first, ...others] = numbers;
  if (first !== undefined && others.every((other) => other === first)) return first;
  throw new Error(`Expected one number for all in the template, found ${numbers.join(', ')}.`);
}
