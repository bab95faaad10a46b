import { resourcesWith } from '../../template-src/plain-resources.ts';

/** The parts of the stack that cost something, read from the rendered template. */
export interface StackFacts {
  /** Memory of each function. */
  memoryMb: number;
  functions: number;
  traced: boolean;
  /** The largest number of messages per invocation. */
  batchSize: number;
  alarms: number;
  dashboards: number;
  logRetentionDays: number;
  /** Days for which an upload is stored, including its noncurrent version. */
  uploadDays: number;
  /** Number of KMS keys that the stack creates. */
  keys: number;
  /** Number of topics and queues that are encrypted with a customer managed key. Dead-letter queues are idle and not counted. */
  encrypted: { topics: number; queues: number };
}

/** Reads the template with its default parameters. @param encryptionKey whether the stack creates its own KMS key. */
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
  throw new Error(`Expected a number at ${path.join('.')} in the template, found none.`);
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

/** The estimate assumes that all functions have the same settings. */
function same(numbers: readonly number[]): number {
  const [first, ...others] = numbers;
  if (first !== undefined && others.every((other) => other === first)) return first;
  throw new Error(`Expected the same number for all resources in the template, found ${numbers.join(', ')}.`);
}
