/** A lab at five stages, as facts, to render: what was seen is made up, the grade of it is not. */
import type {
  BucketFacts,
  End,
  Facts,
  FunctionFacts,
  JourneyEnd,
  JourneyFacts,
  LogGroupFacts,
  QueueFacts,
  RoleFacts,
  Seen,
  TopicFacts,
} from '../facts.ts';
import { type Grade, gradeFacts } from '../grade.ts';
import { endNames } from '../tasks/ends.ts';
import { happyFace } from './fixture-picture.ts';

const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:resize-image-topic-0001`;
const BUCKET = 'hands-on-4-lena';
const KEY = 'ingest/grader-7f3a/Grüße aus Köln+1.jpg';
const LAMBDA_ROLE = `arn:aws:iam::${ACCOUNT}:role/LabExecutionRole`;

function found<T>(value: T): Seen<T> {
  return { kind: 'found', value };
}

const topic: TopicFacts = {
  arn: TOPIC,
  name: 'resize-image-topic-0001',
  fifo: false,
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'SNS:Publish',
        Resource: TOPIC,
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
    ],
  },
  kmsKey: null,
  subscriptions: [
    ...(['thumbnail', 'mobile'] as const).map((end) => ({
      arn: `${TOPIC}:${end}-1`,
      protocol: 'sqs',
      endpoint: queueArn(end),
      confirmed: true,
      raw: false,
      filterPolicy: null,
      filterScope: 'MessageAttributes' as const,
      deadLetterArn: null,
    })),
    {
      arn: `${TOPIC}:mail-1`,
      protocol: 'email',
      endpoint: 'l…@example.com',
      confirmed: true,
      raw: false,
      filterPolicy: null,
      filterScope: 'MessageAttributes',
    },
  ],
};

function queueArn(end: End): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${endNames[end].queue}`;
}

function queue(end: End, allowed = TOPIC): QueueFacts {
  return {
    arn: queueArn(end),
    name: endNames[end].queue,
    fifo: false,
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'topic-subscription',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'SQS:SendMessage',
          Resource: queueArn(end),
          Condition: { ArnLike: { 'aws:SourceArn': allowed } },
        },
      ],
    },
    kmsKey: null,
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    messages: 0,
    encrypted: true,
    waitSeconds: 0,
    retentionSeconds: 345_600,
    deadLetters: null,
  };
}

const bucket: BucketFacts = {
  name: BUCKET,
  policy: null,
  notifications: [
    {
      id: 'resize-image-event',
      to: 'topic',
      arn: TOPIC,
      events: ['s3:ObjectCreated:*'],
      prefix: 'ingest/',
      suffix: '.jpg',
    },
  ],
  lifecycleRules: [
    {
      id: 'cleanup',
      enabled: true,
      prefix: 'ingest/',
      narrowed: false,
      expirationDays: 30,
      noncurrentDays: 1,
    },
  ],
  uploads: [{ key: 'ingest/HappyFace.jpg', at: '2026-11-24T09:58:12.000Z', bytes: 132_219 }],
  nearUploads: [],
};

function role(name: string): RoleFacts {
  return {
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    name,
    trust: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    permissions: [
      { purpose: 'needed', action: 'logs:PutLogEvents', resource: '*', decision: 'allowed' },
      {
        purpose: 'needed',
        action: 's3:PutObject',
        resource: `arn:aws:s3:::${BUCKET}/x`,
        decision: 'allowed',
      },
      { purpose: 'excess', action: 'lambda:DeleteFunction', resource: '*', decision: 'allowed' },
    ],
  };
}

function lambda(end: End, memoryMb = 512): FunctionFacts {
  const { functionName } = endNames[end];
  return {
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`,
    name: functionName,
    runtime: 'nodejs24.x',
    handler: `${functionName}.handler`,
    description: 'Create a smaller image',
    state: 'Active',
    stateReason: null,
    lastUpdate: 'Successful',
    memoryMb,
    timeoutSeconds: 5,
    architecture: 'arm64',
    reservedConcurrency: null,
    logGroup: `/aws/lambda/${functionName}`,
    maxSize: null,
    roleArn: LAMBDA_ROLE,
    tracing: false,
    role: found(role('LabExecutionRole')),
    triggers: [
      {
        id: `${end}-trigger`,
        sourceArn: queueArn(end),
        state: 'Enabled',
        batchSize: 1,
        lastResult: 'OK',
        filters: [],
        partialResponses: false,
        maximumConcurrency: null,
      },
    ],
  };
}

function logGroup(end: End): LogGroupFacts {
  return { name: `/aws/lambda/${endNames[end].functionName}`, retentionDays: null };
}

interface Timing {
  startMs: number;
  initMs?: number;
  durationMs: number;
  seenMs: number;
}

const UPLOADED_AT = '2026-11-24T10:00:01.000Z';

function arrived(end: End, { startMs, initMs, durationMs, seenMs }: Timing): JourneyEnd {
  const size = end === 'thumbnail' ? { width: 128, height: 96 } : { width: 640, height: 480 };
  return {
    invocation: found({
      requestId: `5f0c7d1e-${end}`,
      startedAt: new Date(Date.parse(UPLOADED_AT) + startMs).toISOString(),
      endedAt: new Date(Date.parse(UPLOADED_AT) + startMs + durationMs).toISOString(),
      report: {
        requestId: `5f0c7d1e-${end}`,
        durationMs,
        billedMs: Math.ceil(durationMs),
        memoryMb: 512,
        usedMb: 214,
        ...(initMs !== undefined && { initMs }),
      },
      errors: [],
      namesUpload: true,
      earlierTries: 0,
    }),
    output: found({
      key: KEY.replace('ingest', end),
      format: 'jpeg',
      ...size,
      orientation: 1,
      bytes: end === 'thumbnail' ? 3412 : 28_730,
      preview: happyFace,
      seenAfterMs: seenMs,
      contentType: 'image/jpeg',
      likeness: 0.99,
      likenessAsStored: 0.99,
    }),
    messagesLeft: 0,
    waitedMs: 0,
  };
}

/** An end to which nothing came. @param messagesLeft in its queue. */
function empty(messagesLeft: number | null): JourneyEnd {
  return {
    invocation: { kind: 'absent' },
    output: { kind: 'absent' },
    messagesLeft,
    waitedMs: 20_000,
  };
}

const cold = arrived('thumbnail', { startMs: 642, initMs: 417.3, durationMs: 268.41, seenMs: 934 });

const journey: JourneyFacts = {
  by: 'probe',
  source: {
    key: KEY,
    format: 'jpeg',
    width: 1600,
    height: 1200,
    orientation: 6,
    bytes: 132_219,
    preview: happyFace,
  },
  uploadedAt: UPLOADED_AT,
  uploadMs: 118,
  ends: {
    thumbnail: cold,
    mobile: arrived('mobile', { startMs: 151, durationMs: 187.95, seenMs: 371 }),
  },
};

export const allRightFacts: Facts = {
  schemaVersion: 1,
  lab: 'hands-on-4',
  account: ACCOUNT,
  region: REGION,
  startedAt: '2026-11-24T10:00:00.000Z',
  durationMs: 4210,
  topic: found(topic),
  queues: { thumbnail: found(queue('thumbnail')), mobile: found(queue('mobile')) },
  bucket: found(bucket),
  roles: { custom: found(role('CustomExecutionRole')), lab: found(role('LabExecutionRole')) },
  functions: { thumbnail: found(lambda('thumbnail')), mobile: found(lambda('mobile')) },
  journey: found(journey),
  message: found({
    publishedAt: '2026-11-24T10:00:00.500Z',
    arrivals: {
      thumbnail: { kind: 'arrived', where: 'log', milliseconds: 312 },
      mobile: { kind: 'arrived', where: 'log', milliseconds: 298 },
    },
  }),
  mode: 'probe',
  leftovers: [],
  production: {
    byTls: true,
    versioning: found(false),
    publicAccessBlocked: found(true),
    deadLetterQueues: { thumbnail: { kind: 'absent' }, mobile: { kind: 'absent' } },
    logGroups: { thumbnail: found(logGroup('thumbnail')), mobile: found(logGroup('mobile')) },
    alarms: found([]),
    dashboard: found(false),
  },
};

/** The policy of thumbnail-queue names another topic: nothing gets into it. */
const oneWrongFacts: Facts = {
  ...allRightFacts,
  durationMs: 24_650,
  queues: {
    thumbnail: found(queue('thumbnail', `${TOPIC.slice(0, -4)}0010`)),
    mobile: found(queue('mobile')),
  },
  journey: found({ ...journey, ends: { ...journey.ends, thumbnail: empty(0) } }),
  message: found({
    publishedAt: '2026-11-24T10:00:00.500Z',
    arrivals: {
      thumbnail: { kind: 'missing', waitedMs: 20_000 },
      mobile: { kind: 'arrived', where: 'log', milliseconds: 298 },
    },
  }),
};

const absent = { kind: 'absent' } as const;

const notBegunFacts: Facts = {
  ...allRightFacts,
  durationMs: 1380,
  production: {
    byTls: true,
    versioning: absent,
    publicAccessBlocked: absent,
    deadLetterQueues: { thumbnail: absent, mobile: absent },
    logGroups: { thumbnail: absent, mobile: absent },
    alarms: absent,
    dashboard: absent,
  },
  topic: absent,
  queues: { thumbnail: absent, mobile: absent },
  bucket: absent,
  roles: { custom: absent, lab: absent },
  functions: { thumbnail: absent, mobile: absent },
  journey: absent,
  message: absent,
};

const denied = {
  kind: 'unreadable',
  trouble: {
    kind: 'denied',
    action: 'sns:ListTopics',
    message: 'User: arn:aws:iam::111111111111:user/lena is not authorized to perform: sns:ListTopics',
  },
} as const;

const noLogs = mayNot('logs:FilterLogEvents');

function mayNot(action: string) {
  return { kind: 'unreadable', trouble: { kind: 'denied', action, message: 'Not authorized.' } } as const;
}

/** These credentials may neither list topics nor read logs and alarms. */
const errorsFacts: Facts = {
  ...allRightFacts,
  topic: denied,
  message: absent,
  journey: found({
    ...journey,
    ends: {
      thumbnail: { ...journey.ends.thumbnail, invocation: noLogs },
      mobile: { ...journey.ends.mobile, invocation: noLogs },
    },
  }),
  leftovers: [`s3://${BUCKET}/${KEY}`],
  production: {
    byTls: true,
    versioning: found(false),
    publicAccessBlocked: found(true),
    deadLetterQueues: { thumbnail: absent, mobile: absent },
    logGroups: { thumbnail: mayNot('logs:DescribeLogGroups'), mobile: mayNot('logs:DescribeLogGroups') },
    alarms: mayNot('cloudwatch:DescribeAlarms'),
    dashboard: found(false),
  },
};

/** All is set up, and has not settled: one message is late, and one function runs out of memory at every try. */
const pendingFacts: Facts = {
  ...allRightFacts,
  functions: { thumbnail: found(lambda('thumbnail')), mobile: found(lambda('mobile', 128)) },
  journey: found({
    ...journey,
    ends: { thumbnail: empty(1), mobile: outOfMemory() },
  }),
  message: found({
    publishedAt: '2026-11-24T10:00:00.500Z',
    arrivals: {
      thumbnail: { kind: 'missing', waitedMs: 20_000 },
      mobile: { kind: 'arrived', where: 'queue', milliseconds: 298 },
    },
  }),
};

function outOfMemory(): JourneyEnd {
  return {
    invocation: found({
      requestId: '5f0c7d1e-mobile',
      startedAt: '2026-11-24T10:00:16.200Z',
      endedAt: '2026-11-24T10:00:18.900Z',
      report: {
        requestId: '5f0c7d1e-mobile',
        durationMs: 2700.12,
        billedMs: 2701,
        memoryMb: 128,
        usedMb: 128,
        status: 'error',
        errorType: 'Runtime.OutOfMemory',
      },
      errors: ['RequestId: 5f0c7d1e-mobile Error: Runtime exited with error: signal: killed'],
      namesUpload: false,
      earlierTries: 2,
    }),
    output: { kind: 'absent' },
    messagesLeft: 1,
    waitedMs: 20_000,
  };
}

export const fixtureFacts = {
  'all-right': allRightFacts,
  'one-wrong': oneWrongFacts,
  'not-begun': notBegunFacts,
  errors: errorsFacts,
  pending: pendingFacts,
} as const satisfies Record<string, Facts>;

export type FixtureName = keyof typeof fixtureFacts;

export const fixtureNames = Object.keys(fixtureFacts) as readonly FixtureName[];

/** The grade of a fixture, as it is shared: the account's id is masked. */
export function fixtureGrade(name: FixtureName): Grade {
  return masked(gradeFacts(fixtureFacts[name]));
}

function masked(grade: Grade): Grade {
  return JSON.parse(JSON.stringify(grade).replaceAll(ACCOUNT, '…1111'));
}
