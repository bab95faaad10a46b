/**
 * What was observed about the lab in an AWS account, as plain data. A file can hold it (`--save`), and it is enough to grade
 * again without credentials (`--from`). Names, ARNs and policies are unchanged from AWS. Times are ISO 8601 in UTC, or
 * milliseconds where the name says so.
 */

import type { ForEachLabOutput, LabOutput } from '../lab/output-names.ts';
import type { InvocationReport } from './logs/lambda-report.ts';
import type { Seen, Unreadable } from './seen.ts';

export interface Facts {
  schemaVersion: 1;
  lab: 'hands-on-4';
  /** Twelve digits; twelve zeros in files, unless the user asks for the real id. Empty when AWS did not say. */
  account: string;
  region: string;
  startedAt: string;
  durationMs: number;
  topic: Seen<TopicFacts>;
  queues: ForEachLabOutput<Seen<QueueFacts>>;
  bucket: Seen<BucketFacts>;
  roles: Readonly<Record<'custom' | 'lab', Seen<RoleFacts>>>;
  functions: ForEachLabOutput<Seen<FunctionFacts>>;
  /** The picture that was followed: the probe's own or, in read-only mode, the learner's newest upload. */
  journey: Seen<JourneyFacts>;
  /** The probe's message to the topic (task 2.3); absent in read-only mode. */
  message: Seen<MessageFacts>;
  /** Whether the probe was allowed to write. */
  mode: 'probe' | 'read-only';
  /** What the probe created and could not remove, such as `s3://bucket/key`. */
  leftovers: readonly string[];
  /** Absent in files of an older grader, like all optional properties below. */
  production?: ProductionFacts;
  /** The stack that created the lab's resources; absent when they were built by hand. */
  builtBy?: Seen<StackFacts>;
  /** Which AWS answered, and who graded; absent in files of an older grader, and when nothing could be read. */
  provenance?: ProvenanceFacts;
}

/** Where the facts come from. Ids and names of persons are masked. */
export interface ProvenanceFacts {
  /** `aws`: every call went to hosts of AWS. */
  endpoint: 'aws' | 'embedded' | 'other';
  /** Other origins that answered: `http://127.0.0.1:4566`. */
  origins: readonly string[];
  /** A slow, salted hash of the account's id. */
  accountDigest: string;
  /** From `sts:GetCallerIdentity`: `assumed-role/Grader/l…`. */
  caller: string;
  /** Version of the grader. */
  grader: string;
  /** What the grader's own role allows and no grader needs, as its policies say it: `iam:*`; absent when it was not asked. */
  excess?: readonly string[];
}

/** A stack as described by CloudFormation. */
export interface StackFacts {
  name: string;
  /** Names of the resources that it created, by their logical ids in the template. */
  resources: Readonly<Record<string, string>>;
  /** Its parameters ThumbnailSize and MobileSize, in pixels. */
  sizes: Readonly<Record<string, number>>;
  /** When its creation began, and when the last of its resources was created or changed. */
  createdAt?: string;
  changedAt?: string;
}

/** What production needs and no task of the lab asks for. */
export interface ProductionFacts {
  /** Whether the grader used TLS. The embedded AWS has none, so policies cannot require it there. */
  byTls: boolean;
  /** Whether the bucket keeps versions. */
  versioning: Seen<boolean>;
  /** Whether the bucket blocks all public access. */
  publicAccessBlocked: Seen<boolean>;
  /** The dead-letter queue of each queue. */
  deadLetterQueues: ForEachLabOutput<Seen<DeadLetterQueueFacts>>;
  /** The log group of each function; absent until something is logged. */
  logGroups: ForEachLabOutput<Seen<LogGroupFacts>>;
  /** The metrics of the queues, dead-letter queues and functions that alarms watch. */
  alarms: Seen<readonly AlarmFacts[]>;
  /** Whether a dashboard shows any of these. */
  dashboard: Seen<boolean>;
}

export interface DeadLetterQueueFacts {
  arn: string;
  name: string;
  /** Undefined when AWS does not say. */
  encrypted?: boolean;
  /** How long it keeps a message, counted from when the message was sent to the first queue. */
  retentionSeconds: number;
  /** Which queues may use it. */
  allows: 'all' | 'some' | 'none';
}

export interface LogGroupFacts {
  name: string;
  /** Null when logs never expire. */
  retentionDays: number | null;
}

/** One metric of one resource that an alarm watches. */
export interface AlarmFacts {
  alarm: string;
  /** Such as `AWS/SQS`. */
  namespace: string;
  metric: string;
  /** Name of the queue or the function. */
  of: string;
}

export interface TopicFacts {
  arn: string;
  name: string;
  fifo: boolean;
  /** The access policy as JSON. */
  policy: unknown;
  /** The KMS key that encrypts it: an id, an ARN or an alias such as `alias/aws/sns`. */
  kmsKey: string | null;
  subscriptions: readonly SubscriptionFacts[];
}

export interface SubscriptionFacts {
  /** `PendingConfirmation` until the link in the email is opened. */
  arn: string;
  protocol: string;
  /** An ARN or an email address, of which only the first letter and the domain are shown. */
  endpoint: string;
  confirmed: boolean;
  raw: boolean;
  /** The policy as JSON; null when there is none. */
  filterPolicy: unknown;
  filterScope: 'MessageAttributes' | 'MessageBody';
  /** ARN of the queue for messages that cannot be delivered; null when there is none. */
  deadLetterArn?: string | null;
}

export interface QueueFacts {
  arn: string;
  name: string;
  fifo: boolean;
  /** The access policy as JSON; null when there is none. */
  policy: unknown;
  kmsKey: string | null;
  visibilityTimeoutSeconds: number;
  /** How long it delays every message before anybody can receive it. */
  delaySeconds: number;
  /** Number of waiting, in-flight and delayed messages together. AWS calls it approximate. */
  messages: number;
  /** Whether it is encrypted, with an SQS key or a KMS key; undefined when AWS does not say. */
  encrypted?: boolean;
  /** How long a receive waits for a message. More than zero means long polling. */
  waitSeconds?: number;
  /** How long it keeps a message. */
  retentionSeconds?: number;
  /** The dead-letter queue for messages that were received too often; null when there is none. */
  deadLetters?: { arn: string; maxReceives: number } | null;
  /** When it was created, or its settings were last changed. */
  changedAt?: string;
  /** The functions that it triggers, from all of its event source mappings. */
  consumers?: Seen<readonly ConsumerFacts[]>;
}

/** A function that receives messages from a queue through an event source mapping. */
export interface ConsumerFacts {
  functionName: string;
  /** As in TriggerFacts. */
  state: string;
}

export interface BucketFacts {
  name: string;
  /** The bucket policy as JSON; null when there is none. */
  policy: unknown;
  notifications: readonly NotificationFacts[];
  lifecycleRules: readonly LifecycleRuleFacts[];
  /** At most ten keys in `ingest/` that end in `.jpg`, newest first, without the grader's own. */
  uploads: readonly UploadFacts[];
  /** At most ten other keys in `ingest/`, and pictures elsewhere that may have been meant for it. */
  nearUploads: readonly string[];
  /** At most ten pictures that the probe uploaded and could not remove. They are not the learner's. */
  leftByProbe?: readonly string[];
}

export interface UploadFacts {
  key: string;
  at: string;
  bytes: number;
}

export interface NotificationFacts {
  id: string;
  to: 'topic' | 'queue' | 'function' | 'event-bridge';
  /** The destination's ARN; empty for EventBridge. */
  arn: string;
  /** Such as `s3:ObjectCreated:*`. */
  events: readonly string[];
  prefix: string;
  suffix: string;
}

export interface LifecycleRuleFacts {
  id: string;
  enabled: boolean;
  /** Empty when the rule covers the whole bucket. */
  prefix: string;
  /** Whether it also filters by tags or sizes. */
  narrowed: boolean;
  /** Its filters by size and tags; absent in files of an older grader. */
  limits?: {
    /** Bytes that an object must exceed, or must stay below; null when there is no such limit. */
    moreThan: number | null;
    lessThan: number | null;
    /** How many tags an object must have. */
    tags: number;
  };
  expirationDays: number | null;
  /** The day on which it deletes all covered objects: `2027-01-31`. */
  expirationDate?: string | null;
  noncurrentDays: number | null;
  /** How many of the newest noncurrent versions of an object it keeps. */
  keptVersions?: number;
  /** Whether it only removes expired object delete markers. */
  expiresDeleteMarkers?: boolean;
}

export interface RoleFacts {
  arn: string;
  name: string;
  /** The trust policy as JSON. */
  trust: unknown;
  createdAt?: string;
  /** What IAM's policy simulation says about it: the permissions that the lab needs, and a few that it does not need. */
  permissions: readonly PermissionFacts[];
}

export interface PermissionFacts {
  /** `needed`: the lab needs it. `excess`: nothing in the lab needs it. */
  purpose: 'needed' | 'excess';
  action: string;
  resource: string;
  /** ARN of the function that makes the call, when a policy may distinguish the two. */
  caller?: string;
  /** `unknown`: IAM left it out of its answer. */
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny' | 'unknown';
}

export interface FunctionFacts {
  arn: string;
  name: string;
  /** Null for a container image. */
  runtime: string | null;
  handler: string | null;
  description: string;
  state: string;
  stateReason: string | null;
  /** `Successful`, `InProgress` or `Failed`. */
  lastUpdate: string;
  memoryMb: number;
  timeoutSeconds: number;
  architecture: string;
  /** Zero means that it cannot run; null, that it has no limit of its own. */
  reservedConcurrency: number | null;
  logGroup: string;
  /** SHA-256 of the code's zip, as Lambda reports it. */
  codeSha256?: string;
  /** The environment variable `MAX_SIZE`, in pixels; null when it is not set. */
  maxSize: number | null;
  roleArn: string;
  /** Whether X-Ray traces its invocations. */
  tracing?: boolean;
  /** When its code or its settings were last changed. */
  changedAt?: string;
  /** The role that it really has. */
  role: Seen<RoleFacts>;
  triggers: readonly TriggerFacts[];
}

/** An event source mapping. */
export interface TriggerFacts {
  id: string;
  sourceArn: string;
  /** `Creating`, `Enabling`, `Enabled`, `Updating`, `Disabling`, `Disabled`, `Deleting`. */
  state: string;
  batchSize: number;
  /** `OK`, `PROBLEM: …` or `No records processed`. */
  lastResult: string;
  /** Filter patterns as JSON texts. */
  filters: readonly string[];
  partialResponses: boolean;
  /** The most invocations that it causes at a time; null when there is no limit. */
  maximumConcurrency?: number | null;
}

/** A message that was published to the topic, and where it was seen. */
export interface MessageFacts {
  publishedAt: string;
  arrivals: ForEachLabOutput<MessageArrival>;
}

/** @discriminator kind */
export type MessageArrival =
  /** The message was seen in the queue itself, or in the log of its consumer. */
  | { kind: 'arrived'; where: 'queue' | 'log'; milliseconds: number }
  | { kind: 'missing'; waitedMs: number }
  | Unreadable;

/** A picture and its path through the pipeline. */
export interface JourneyFacts {
  by: 'probe' | 'learner';
  source: PictureFacts;
  /** When the upload ended. */
  uploadedAt: string;
  uploadMs: number;
  ends: ForEachLabOutput<JourneyEnd>;
  /** Other objects that the picture caused in the bucket, or objects of a loop that was already running. */
  copies?: readonly CopyFacts[];
}

/** An object that an upload caused in addition to its outputs. */
export interface CopyFacts {
  key: string;
  /** Pixels; 0 when the object cannot be decoded as a picture or was not read. */
  width: number;
  height: number;
  /** The end whose output it copies, when that is known. */
  end?: LabOutput;
}

export interface JourneyEnd {
  /** The last invocation that the upload caused. */
  invocation: Seen<InvocationFacts>;
  output: Seen<OutputFacts>;
  /** Number of messages in its queue when the time was up; null when unknown. */
  messagesLeft: number | null;
  /** How long the grader waited, when something is missing. */
  waitedMs: number;
  /** Lambda's error when the function's code cannot be loaded; absent when it can. Asked only when the log does not say. */
  load?: Seen<string>;
}

export interface InvocationFacts {
  requestId: string;
  /** When its START line was written. */
  startedAt: string;
  /** When its END or REPORT line was written; null while it runs. */
  endedAt: string | null;
  report: InvocationReport | null;
  /** At most five lines about errors, shortened. */
  errors: readonly string[];
  /** Whether the log names the upload's key; a function need not log it. */
  namesUpload: boolean;
  /** Number of earlier invocations for the same message, which failed. */
  earlierTries: number;
}

/** A picture that was decoded. */
export interface PictureFacts {
  key: string;
  /** `jpeg`, `png`, …; `unknown` when it is not a picture. */
  format: string;
  /** Pixels as a viewer shows the picture, with its EXIF orientation applied. */
  width: number;
  height: number;
  /** EXIF, 1 to 8. */
  orientation: number;
  bytes: number;
  /** A small JPEG for reports, in base64. */
  preview: string;
  /** A clause that says why the grader did not decode it; absent when it did. */
  notDecoded?: string;
}

export interface OutputFacts extends PictureFacts {
  /** Milliseconds from the end of the upload until the output was seen; null when the grader did not wait for it. */
  seenAfterMs: number | null;
  contentType: string | null;
  /** How much it resembles the source when both are upright, from 0 (not at all) to 1 (identical). */
  likeness: number;
  /** The same, compared with the source as stored, without its orientation. */
  likenessAsStored: number;
}
