/**
 * What the live page shows. The server keeps one PageState and sends it to each page as JSON. Afterwards it sends only changes
 * (`change.ts`), which `apply-change.ts` applies on both sides. `routes.ts` lists the addresses, `command.ts` what a page can ask
 * for, `hop-detail.ts` what a page sees when it opens a hop, and `recording.ts` the format of a recording.
 *
 * All times are milliseconds since 1970 on the clock of the server, or of the recording. `now` in Snapshot and Pulse tells that
 * clock. All texts are plain: a page shows them as text, and never as markup. Names and texts that a learner controls are
 * shortened and free of control characters. Types only ever grow: a page ignores what it does not know.
 */

import type { JsonGrade } from '../checks/report/json.ts';
import type { OutputName } from '../lab/output-names.ts';

/** Where the page's pipeline runs: `npm start`, `npm run lab`, an AWS account (`npm run page`), or a recording. */
export type Mode = 'start' | 'lab' | 'account' | 'replay';

export interface PageState {
  mode: Mode;
  /** `The lab of npm start on this machine`, `Account 111111111111 in ap-northeast-1`, `Recording of 28 November 2026`. */
  place: string;
  /** The outputs of the pipeline, in the order in which the page draws them. */
  outputs: readonly OutputShape[];
  /** Every part of the drawing, by its id. A part that does not exist yet is there too. */
  parts: Readonly<Record<PartId, Part>>;
  /** Every arrow of the drawing, by its id. */
  arrows: Readonly<Partial<Record<ArrowId, Arrow>>>;
  /** Messages that are under way or in a dead-letter queue, and those that ended in the last seconds, by their ids. At most 400. */
  tokens: Readonly<Record<string, Token>>;
  /** Uploads, oldest first. At most 60. */
  uploads: readonly Upload[];
  /** Why pictures stopped. At most one for each upload and output, oldest first. */
  causes: readonly Cause[];
  /** The faults that can be switched, in the order of the tasks. */
  faults: readonly FaultSwitch[];
  surprise: Surprise;
  grade: GradeState;
  /** Calls to AWS, oldest first. At most 300. Empty for an account of AWS, which does not show them. */
  calls: readonly AwsCall[];
  /** Open questions and those with an answer, oldest first. At most 20. */
  questions: readonly Question[];
  freshness: Freshness;
  /** How often the page asks AWS. Null where that costs nothing. */
  rate: CallRate | null;
  /** What this page may do here. */
  may: Readonly<Record<Ability, Permission>>;
}

export interface OutputShape {
  name: OutputName;
  /** Edge of the square that its pictures fit into, pixels. */
  box: number;
  /** `thumbnail/` */
  prefix: string;
}

/** `bucket`, `topic`, and for each output: `queue:thumbnail`, `function:…`, `output:…`, `dead-letters:…`. */
export type PartId = 'bucket' | 'topic' | `${PartOfOutput}:${OutputName}`;
export type PartOfOutput = 'queue' | 'function' | 'output' | 'dead-letters';

/** One resource of the pipeline. */
export interface Part {
  id: PartId;
  /** `S3 bucket`, `SQS queue`, `Lambda function`, `Folder of the bucket`, … */
  kind: string;
  /** Its real name; the name that the lab expects when it does not exist. */
  name: string;
  /** `unknown`: the page could not look. */
  exists: 'yes' | 'no' | 'unknown';
  /** The task of the lab that creates it. Null for a part that only production has. */
  task: TaskRef | null;
  counts: Counts;
  /** Sentences about what is wrong or unusual with it. They are the grade's own hints, or what AWS says. */
  notes: readonly string[];
  /** When it was last looked at. Null when never. */
  lookedAt: number | null;
}

/** Numbers of a part. A number that does not apply, or is not known, is absent. */
export interface Counts {
  /** Messages, for a queue. `waiting` also counts a dead-letter queue's dead letters. */
  waiting?: number;
  inFlight?: number;
  delayed?: number;
  /** Since the page started, for a function. */
  invocations?: number;
  errors?: number;
  /** Invocations that run at this moment. */
  running?: number;
  lastDurationMs?: number;
  /** Objects that were written since the page started, for the bucket's `ingest/` and for each output. */
  objects?: number;
  /** Messages that were published to the topic since the page started. */
  published?: number;
}

export interface TaskRef {
  /** `2.1` */
  id: string;
  title: string;
}

/** `bucket>topic`, `topic>queue:mobile`, `queue:mobile>function:mobile`, `queue:mobile>dead-letters:mobile`. */
export type ArrowId = `${PartId}>${PartId}`;

/** A connection of two parts: a notification, a subscription, a trigger, a right to write, a redrive policy. */
export interface Arrow {
  id: ArrowId;
  from: PartId;
  to: PartId;
  /** `event notification`, `subscription`, `trigger`, `writes`, `redrive policy` */
  kind: string;
  exists: 'yes' | 'no' | 'unknown';
  /** Whether messages can pass, according to the settings. False with a sentence in `notes`. */
  open: boolean;
  task: TaskRef | null;
  notes: readonly string[];
}

/** A message under way. It is one token in each queue: an upload has one token before the topic and one for each output after it. */
export interface Token {
  id: string;
  /** Null for a message that no upload caused, such as the test message of task 2.3. */
  uploadId: string | null;
  /** `A` to `Z`, then `A2` …: the letter of the upload. */
  letter: string;
  /** The index of its shape: 0 circle, 1 square, 2 triangle, 3 diamond, 4 pentagon, 5 hexagon, 6 star, 7 cross. */
  shape: number;
  /** Null before the topic copies it. */
  branch: OutputName | null;
  at: PartId;
  state: TokenState;
  /** What the message is: `ingest/cat.jpg`, or `Test message: Testing Hello world`. */
  label: string;
  /** When it reached its present state. */
  since: number;
}

/** `token-words.ts` says each state in words, with its countdown. */
export type TokenState =
  /** On its way between two parts that keep nothing: S3, SNS. */
  | { kind: 'passing' }
  | { kind: 'waiting' }
  /** The queue hides it until then, because of its delivery delay. */
  | { kind: 'delayed'; until: number }
  /** A function (or somebody else) has received it. It becomes visible again then. `attempt` counts from 1. */
  | { kind: 'in-flight'; attempt: number; of: number | null; until: number; by: string }
  /** The function failed. The message stays hidden until then, and is received again. `of`: receives before the dead-letter queue. */
  | { kind: 'backing-off'; attempt: number; of: number | null; until: number; why: string }
  | { kind: 'dead-letter'; attempts: number; causeId: string | null }
  /** It reached its end. It disappears from the state some seconds later. */
  | { kind: 'done' }
  /** It was dropped. `why` is a sentence. */
  | { kind: 'lost'; why: string };

/** A picture on its way through the pipeline, with the hops that were seen. */
export interface Upload {
  id: string;
  letter: string;
  shape: number;
  /** `ingest/cat.jpg` */
  key: string;
  bytes: number;
  startedAt: number;
  /** `page`: dropped on this page. `elsewhere`: seen in the bucket. */
  from: 'page' | 'elsewhere';
  state: 'under-way' | 'done' | 'failed';
  /** In the order in which they happened. At most 60. */
  hops: readonly Hop[];
  source: Picture;
  /** One for each output that was written. */
  made: Readonly<Partial<Record<OutputName, Picture>>>;
}

/** A picture that can be shown. */
export interface Picture {
  key: string;
  bytes: number;
  /** Pixels as a viewer shows it. Null when it is not a picture, or was not decoded. */
  width: number | null;
  height: number | null;
  /** `1 − output bytes / source bytes`. Null for the source. */
  saved: number | null;
  /** An address of this server that serves a JPEG, PNG, GIF or WebP: `/api/pictures/…`. Null when it cannot be shown. */
  url: string | null;
}

export type HopKind =
  /** The object is written to `ingest/`. */
  | 'upload'
  /** S3 publishes its event to the topic. */
  | 'notify'
  /** SNS sends the envelope to a queue. */
  | 'deliver'
  /** Lambda receives the message from the queue. */
  | 'receive'
  /** The function runs. It fails or succeeds. */
  | 'run'
  /** The function writes the output. */
  | 'write'
  /** Lambda deletes the message, because the function succeeded. */
  | 'delete'
  /** The message becomes visible again after a failure. */
  | 'return'
  /** SQS moves the message to the dead-letter queue. */
  | 'dead-letter'
  /** Somebody sends the message again from the dead-letter queue. */
  | 'redrive';

/** One step of an upload. It has its own page: `GET /api/hops/<id>` returns a HopDetail. */
export interface Hop {
  id: string;
  kind: HopKind;
  branch: OutputName | null;
  from: PartId | 'you';
  to: PartId | 'nowhere';
  startAt: number;
  /** Null while it goes on. */
  endAt: number | null;
  state: 'under-way' | 'done' | 'failed';
  /** Counts from 1, for `receive` and `run`. */
  attempt: number | null;
  /** One sentence: `SNS delivered the message to thumbnail-queue.` */
  words: string;
}

/** Why a picture stopped. */
export interface Cause {
  id: string;
  uploadId: string;
  branch: OutputName | null;
  /** The hop at which it stopped. */
  hopId: string;
  /** One sentence: `CreateThumbnail is not allowed to call s3:PutObject.` */
  what: string;
  /** What shows it: lines of logs, the deciding statement, a setting. Plain text, shortened. */
  evidence: readonly string[];
  /** How to fix it, in one or two sentences. */
  fix: string;
  /** The command that fixes it, or shows how. Null when there is none. */
  command: string | null;
  task: TaskRef | null;
  /** Whether `send again` (the command `redrive`) makes sense: the message is in a dead-letter queue. */
  canRedrive: boolean;
}

/** A fault that the page can put into the lab and take out again. */
export interface FaultSwitch {
  id: string;
  /** The mistake, in one sentence. */
  title: string;
  /** Where the picture stops. */
  at: PartId | ArrowId;
  task: TaskRef;
  state: 'off' | 'switching' | 'on';
  /** Why it cannot be switched now. Null when it can. */
  whyNot: string | null;
}

/** A fault that was chosen at random and is not named. */
export interface Surprise {
  /** `hidden`: one fault is on, and no switch shows it. `revealed`: its switch shows it. */
  state: 'none' | 'switching' | 'hidden' | 'revealed';
  /** More with each `hint` command. */
  hints: readonly string[];
}

export interface GradeState {
  /** Whether it is being graded at this moment. */
  running: boolean;
  /** Null before the first grade, or when it could not be graded. */
  grade: JsonGrade | null;
  gradedAt: number | null;
  /** `read-only` leaves out what only a test picture shows. `probe` sends one. */
  by: 'read-only' | 'probe' | null;
  /** Ids of the steps whose verdicts changed with the last grade, and their former verdicts. */
  changed: readonly { step: string; was: string; is: string }[];
  /** Why it could not be graded. */
  trouble: string | null;
}

/** One call to the embedded AWS, without its credentials. */
export interface AwsCall {
  id: string;
  at: number;
  /** Not measured for a service. */
  ms: number;
  /** `npm run page`, `aws-cli`, `CreateThumbnail`, `S3`, `SNS`, `Lambda`. */
  caller: string;
  /** `service`: AWS itself, such as S3 that publishes to SNS. */
  callerKind: 'tool' | 'function' | 'service' | 'page';
  /** ARN of the identity, or the service. */
  principal: string;
  /** `s3:PutObject` */
  action: string;
  /** Name or ARN of the resource. */
  resource: string;
  decision: 'allowed' | 'denied' | 'not-checked';
  /** What decided: `root user`, `policy of the role LabExecutionRole`, `policy of thumbnail-queue`, `no policy allows it`. */
  by: string;
  /** HTTP status; null for calls inside AWS. */
  status: number | null;
  /** AWS's error code and message. */
  error: string | null;
  /** Shortened to 600 characters. */
  request: string | null;
  response: string | null;
  uploadId: string | null;
  branch: OutputName | null;
  hopId: string | null;
}

/**
 * "What happens next?" A question comes before the changes it asks about. A page can stop its playback there, and go on when the
 * learner has answered or skipped. The right answer comes later, when it has happened.
 */
export interface Question {
  id: string;
  at: number;
  about: { kind: 'upload'; uploadId: string } | { kind: 'fault'; faultId: string } | { kind: 'redrive' };
  text: string;
  answers: readonly { id: string; text: string }[];
  /** Null until it has happened. `why` is one or two sentences. */
  reveal: { right: string; why: string; hopId: string | null } | null;
}

export interface Freshness {
  /** `behind`: the last look is older than it should be. `offline`: AWS does not answer. `ended`: the recording is over. */
  state: 'live' | 'behind' | 'offline' | 'ended';
  /** When the server last heard from AWS. */
  lookedAt: number | null;
  /** One sentence. */
  words: string;
}

export interface CallRate {
  /** Calls to AWS in the last minute, and the most that the page makes in a minute. */
  lastMinute: number;
  most: number;
}

export type Ability = 'upload' | 'redrive' | 'faults' | 'grade' | 'probe';
export type Permission = { allowed: true } | { allowed: false; why: string };
