/**
 * What was seen of the lab in an AWS account: plain data, which a file can hold (`--save`) and which is enough to grade
 * again without credentials (`--from`). Names, ARNs and policies are as AWS gives them; times are ISO 8601 in UTC, or
 * milliseconds where the name says so.
 */
import type { InvocationReport } from './report-line.ts';

/** The two ends of the pipeline: `thumbnail-queue` with CreateThumbnail, `mobile-queue` with CreateMobileImage. */
export const ENDS = ['thumbnail', 'mobile'] as const;
export type End = (typeof ENDS)[number];
export type ForEachEnd<T> = Readonly<Record<End, T>>;

/** Something that was looked for. */
export type Seen<T> =
  | { kind: 'found'; value: T }
  /** It is not there (yet). `near`: names of what resembles it, such as a misspelt one. */
  | { kind: 'absent'; near?: readonly string[] }
  /** More than one could be meant, and a flag has to say which. */
  | { kind: 'ambiguous'; candidates: readonly string[]; flag: string }
  /** Could not be looked at: never the learner's fault. */
  | { kind: 'unreadable'; trouble: Trouble };

/** Why AWS could not be asked. */
export interface Trouble {
  kind: 'denied' | 'credentials' | 'network' | 'throttled' | 'timeout' | 'other';
  /** As IAM names it: `sns:ListTopics`. */
  action: string;
  /** One sentence, in words of AWS where there are any; account ids as they are. */
  message: string;
}

export interface Facts {
  schemaVersion: 1;
  lab: 'hands-on-4';
  /** Twelve digits; masked (twelve zeros) in files, unless asked for. Empty when AWS did not say. */
  account: string;
  region: string;
  startedAt: string;
  durationMs: number;
  topic: Seen<TopicFacts>;
  queues: ForEachEnd<Seen<QueueFacts>>;
  bucket: Seen<BucketFacts>;
  roles: Readonly<Record<'custom' | 'lab', Seen<RoleFacts>>>;
  functions: ForEachEnd<Seen<FunctionFacts>>;
  /** What was followed through the pipeline: the probe's own picture, or, read-only, the learner's newest upload. */
  journey: Seen<JourneyFacts>;
  /** The probe's message through the topic (task 2.3); absent when read-only. */
  message: Seen<MessageFacts>;
  /** Whether the probe was allowed to write. */
  mode: 'probe' | 'read-only';
  /** What the probe made and could not remove, such as `s3://bucket/key`. */
  leftovers: readonly string[];
  /** Absent, as what is optional below, in files of a grader that did not look at it. */
  production?: ProductionFacts;
}

/** What no task of the lab asks for, and production needs. */
export interface ProductionFacts {
  /** Whether AWS itself was asked by TLS: where there is none, as in the embedded AWS, nobody can demand it. */
  byTls: boolean;
  /** Whether the bucket keeps versions. */
  versioning: Seen<boolean>;
  /** Whether the bucket blocks all public access. */
  publicAccessBlocked: Seen<boolean>;
  /** The dead-letter queue of each queue. */
  deadLetterQueues: ForEachEnd<Seen<DeadLetterQueueFacts>>;
  /** The log group of each function; absent as long as nothing was logged. */
  logGroups: ForEachEnd<Seen<LogGroupFacts>>;
  /** What alarms watch of the queues, their dead-letter queues and the functions. */
  alarms: Seen<readonly AlarmFacts[]>;
  /** Whether a dashboard shows any of these. */
  dashboard: Seen<boolean>;
}

export interface DeadLetterQueueFacts {
  arn: string;
  name: string;
  /** Undefined when AWS does not say. */
  encrypted?: boolean;
  /** How long it keeps a message, from when that was sent to the first queue. */
  retentionSeconds: number;
  /** Which queues may use it. */
  allows: 'all' | 'some' | 'none';
}

export interface LogGroupFacts {
  name: string;
  /** Null: for ever. */
  retentionDays: number | null;
}

/** One metric of one thing that an alarm watches. */
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
  /** `PendingConfirmation` until the mail's link is opened. */
  arn: string;
  protocol: string;
  /** An ARN, or an email address (masked but for its first letter and its domain). */
  endpoint: string;
  confirmed: boolean;
  raw: boolean;
  /** As JSON; null when there is none. */
  filterPolicy: unknown;
  filterScope: 'MessageAttributes' | 'MessageBody';
  /** ARN of the queue for what cannot be delivered; null when there is none. */
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
  /** How long it holds every message back before anybody can receive it. */
  delaySeconds: number;
  /** Waiting, in flight and delayed ones together; AWS calls the number approximate. */
  messages: number;
  /** By SQS's own keys or a key of KMS; undefined when AWS does not say. */
  encrypted?: boolean;
  /** How long an answer waits for a message: long polling, when it is more than zero. */
  waitSeconds?: number;
  /** How long it keeps a message. */
  retentionSeconds?: number;
  /** Where a message goes that was received too often; null when it does not. */
  deadLetters?: { arn: string; maxReceives: number } | null;
}

export interface BucketFacts {
  name: string;
  /** The bucket policy as JSON; null when there is none. */
  policy: unknown;
  notifications: readonly NotificationFacts[];
  lifecycleRules: readonly LifecycleRuleFacts[];
  /** Keys below `ingest/` that end in `.jpg`, newest first, at most ten. */
  uploads: readonly UploadFacts[];
  /** Other keys below `ingest/`, and pictures elsewhere that may have been meant for it, at most ten. */
  nearUploads: readonly string[];
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
  /** Empty: the whole bucket. */
  prefix: string;
  /** Whether tags or sizes narrow it further. */
  narrowed: boolean;
  expirationDays: number | null;
  noncurrentDays: number | null;
}

export interface RoleFacts {
  arn: string;
  name: string;
  /** The trust policy as JSON. */
  trust: unknown;
  /** What IAM's own simulation says that it may do: what the lab needs, and a few things that it does not need. */
  permissions: readonly PermissionFacts[];
}

export interface PermissionFacts {
  /** `needed`: the lab's work takes it. `excess`: nothing in the lab does. */
  purpose: 'needed' | 'excess';
  action: string;
  resource: string;
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
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
  /** Zero: it is switched off. Null: no limit of its own. */
  reservedConcurrency: number | null;
  logGroup: string;
  /** Our functions' `MAX_SIZE`, pixels; null when it is not set. */
  maxSize: number | null;
  roleArn: string;
  /** Whether X-Ray traces its runs. */
  tracing?: boolean;
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
  /** How many runs it causes at once; null when nothing limits it. */
  maximumConcurrency?: number | null;
}

/** A message that was published to the topic, and where it was seen. */
export interface MessageFacts {
  publishedAt: string;
  arrivals: ForEachEnd<MessageArrival>;
}

export type MessageArrival =
  /** In the queue itself, or by an invocation of its consumer. */
  | { kind: 'arrived'; where: 'queue' | 'log'; milliseconds: number }
  | { kind: 'missing'; waitedMs: number }
  | { kind: 'unreadable'; trouble: Trouble };

/** A picture on its way through the pipeline. */
export interface JourneyFacts {
  by: 'probe' | 'learner';
  source: PictureFacts;
  /** When the upload was done. */
  uploadedAt: string;
  uploadMs: number;
  ends: ForEachEnd<JourneyEnd>;
}

export interface JourneyEnd {
  /** The invocation that the upload caused; of several, the last. */
  invocation: Seen<InvocationFacts>;
  output: Seen<OutputFacts>;
  /** Messages in its queue when the time was up; null when unknown. */
  messagesLeft: number | null;
  /** How long was waited, when something is missing. */
  waitedMs: number;
}

export interface InvocationFacts {
  requestId: string;
  /** When its START line was written. */
  startedAt: string;
  /** When its END or REPORT line was written; null while it runs. */
  endedAt: string | null;
  report: InvocationReport | null;
  /** Lines that tell of trouble, shortened, at most five. */
  errors: readonly string[];
  /** Whether the log names the upload's key; a function need not log it. */
  namesUpload: boolean;
  /** Invocations of the same message before it, which failed. */
  earlierTries: number;
}

/** A picture that was decoded. */
export interface PictureFacts {
  key: string;
  /** `jpeg`, `png`, …; `unknown` for what is no picture. */
  format: string;
  /** Pixels as a viewer shows it: EXIF orientation applied. */
  width: number;
  height: number;
  /** EXIF, 1 to 8. */
  orientation: number;
  bytes: number;
  /** A small JPEG of it for reports, base64. */
  preview: string;
}

export interface OutputFacts extends PictureFacts {
  /** Milliseconds from the end of the upload until it was seen; null when nobody was waiting for it. */
  seenAfterMs: number | null;
  contentType: string | null;
  /** How much it resembles the source when both are upright: 0 (nothing) to 1 (the same). */
  likeness: number;
  /** The same, with the source as it is stored, its orientation ignored. */
  likenessAsStored: number;
}
