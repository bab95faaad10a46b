import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Facts } from '../account/facts.ts';
import { invocationSteps, labParts } from '../lab/ends.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../lab/output-names.ts';
import {
  ABSENT,
  type Broken,
  found,
  rightBucket,
  rightTopic,
  withBucket,
  withFunction,
  withInvocation,
  withJourney,
  withOutput,
  withQueue,
  withRole,
  withSubscription,
  withTopic,
  withTrigger,
} from '../test/fixtures/broken-facts.ts';
import { allRightFacts as right } from '../test/fixtures/grades.ts';
import { type Grade, gradeFacts, isFailure, type StepGrade } from './grade.ts';
import { unreadable } from './tasks/found.ts';
import { tasks } from './tasks.ts';

const steps = tasks.flatMap((task) => task.steps);

describe('the steps', () => {
  it('have unique ids that begin with the id of their task', () => {
    const ids = steps.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const task of tasks)
      for (const step of task.steps) assert.ok(step.id.startsWith(`${task.id}.`), step.id);
  });

  it('are explained in the workbook', () => {
    for (const { guide, id } of tasks) {
      const [heading] = readFileSync(new URL(`../${guide}`, import.meta.url), 'utf8').split('\n', 1);
      assert.match(heading ?? '', new RegExp(`^# Task ${id}[: ]`), guide);
    }
  });

  it('are worth 100 points and 10 bonus points', () => {
    const { maxScore, maxBonus } = gradeFacts(right);
    assert.deepEqual([maxScore, maxBonus], [100, 10]);
  });

  it('all pass when everything is right', () => {
    const grade = gradeFacts(right);
    const others = stepsOf(grade).filter(({ verdict }) => verdict !== 'pass');
    assert.deepEqual(others, []);
    assert.deepEqual([grade.score, grade.bonus], [100, 10]);
  });

  it('say in a friendly way what was not begun, and which steps wait for it', () => {
    const nothing: Facts = {
      ...right,
      ...{ topic: ABSENT, bucket: ABSENT, journey: ABSENT, message: ABSENT },
      ...{ queues: both(ABSENT), functions: both(ABSENT), roles: { custom: ABSENT, lab: ABSENT } },
    };
    for (const step of stepsOf(gradeFacts(nothing))) {
      assert.ok(['blocked', 'not-yet'].includes(step.verdict), `${step.id} ${step.verdict}: ${step.hint}`);
      assert.ok(step.hint, `${step.id} has a hint`);
    }
  });

  it('are errors without blame when nothing could be read', () => {
    const trouble = { kind: 'denied', action: 'sns:ListTopics', message: 'No.' } as const;
    const unreadable = { kind: 'unreadable', trouble } as const;
    const nothing: Facts = {
      ...right,
      ...{ topic: unreadable, bucket: unreadable, journey: unreadable, message: unreadable },
      ...{
        queues: both(unreadable),
        functions: both(unreadable),
        roles: { custom: unreadable, lab: unreadable },
      },
    };
    for (const step of stepsOf(gradeFacts(nothing))) assert.equal(step.verdict, 'error', step.id);
  });
});

const elsewhere = 'arn:aws:sqs:ap-northeast-1:111111111111:another-queue';
const [notification] = rightBucket.notifications;
const [rule] = rightBucket.lifecycleRules;
assert.ok(notification && rule);

const broken: Broken[] = [
  b(
    '1.topic',
    'misspelt',
    { ...right, topic: { kind: 'absent', near: ['resize-imge-topic-1'] } },
    /resize-imge-topic-1/,
  ),
  b('1.topic', 'not there', { ...right, topic: ABSENT }, /^Not yet/),
  b('1.standard', 'FIFO', withTopic({ fifo: true }), /FIFO/),
  b('3.1.publish', 'untouched', withTopic({ policy: consolePolicy() }), /^Not yet.*S3/),
  b(
    '3.1.publish',
    'other topic',
    withTopic({ policy: s3Policy({ Resource: `${rightTopic.arn}0` }) }),
    /S3 is not allowed to publish/,
  ),
  b('3.1.publish', 'AWS-managed key', withTopic({ kmsKey: 'alias/aws/sns' }), /encrypted/),
  b(
    '3.1.closed',
    'everyone',
    withTopic({ policy: s3Policy({ Principal: '*', Condition: undefined }) }),
    /Anyone in the world/,
  ),
  b('3.2.bucket', 'not there', { ...right, bucket: ABSENT }, /^Not yet/),
  b('3.2.notification', 'none', withBucket({ notifications: [] }), /no event notification/),
  b(
    '3.2.notification',
    'to a queue',
    withBucket({ notifications: [{ ...notification, to: 'queue', arn: elsewhere }] }),
    /another-queue/,
  ),
  b(
    '3.2.events',
    'only Put',
    withBucket({ notifications: [{ ...notification, events: ['s3:ObjectCreated:Put'] }] }),
    /CompleteMultipartUpload/,
  ),
  b(
    '3.2.filter',
    'no prefix',
    withBucket({ notifications: [{ ...notification, prefix: '' }] }),
    /pictures that the functions write/,
  ),
  b(
    '3.2.filter',
    'no suffix',
    withBucket({ notifications: [{ ...notification, suffix: '' }] }),
    /do not end in \.jpg/,
  ),
  b(
    '3.2.filter',
    'other prefix',
    withBucket({ notifications: [{ ...notification, prefix: 'images/' }] }),
    /do not trigger a notification/,
  ),
  b('6.upload', 'none', withBucket({ uploads: [] }), /^Not yet/),
  b('6.upload', '.JPG', withBucket({ uploads: [], nearUploads: ['ingest/A.JPG'] }), /ingest\/A\.JPG/),
  b('8.rule', 'disabled', withBucket({ lifecycleRules: [{ ...rule, enabled: false }] }), /disabled/),
  b('8.rule', 'whole bucket', withBucket({ lifecycleRules: [{ ...rule, prefix: '' }] }), /whole bucket/),
  b(
    '8.expiration',
    'a date in another rule',
    withBucket({
      lifecycleRules: [rule, { ...rule, id: 'date', expirationDate: '2027-01-31', expirationDays: null }],
    }),
    /'date' for 'ingest\/' deletes uploads on 2027-01-31/,
  ),
  b('8.expiration', '7 days', withBucket({ lifecycleRules: [{ ...rule, expirationDays: 7 }] }), /7 days/),
  b(
    '8.noncurrent',
    'none',
    withBucket({ lifecycleRules: [{ ...rule, noncurrentDays: null }] }),
    /noncurrent/,
  ),
  b(
    '9.email',
    'none',
    withTopic({ subscriptions: rightTopic.subscriptions.filter(({ protocol }) => protocol !== 'email') }),
    /^Not yet/,
  ),
  ...(['custom', 'lab'] as const).flatMap((role) => [
    b(
      `4.${role}-trust`,
      'EC2',
      withRole(role, { trust: trust('ec2.amazonaws.com') }),
      /Lambda cannot assume/,
    ),
    b(
      `4.${role}-permissions`,
      'one is missing',
      withRole(role, { permissions: [denied('logs:PutLogEvents')] }),
      /logs:PutLogEvents/,
    ),
  ]),
  ...LAB_OUTPUT_NAMES.flatMap(brokenEnds),
];

function brokenEnds(end: LabOutput): Broken[] {
  const { queueTask, functionTask, triggerTask, functionName, box } = labParts[end];
  const timeout = { ...report(), status: 'timeout' };
  return [
    b(`${queueTask}.queue`, 'FIFO', withQueue(end, { fifo: true }), /FIFO/),
    b(
      `${queueTask}.subscription`,
      'another queue',
      withSubscription(end, { endpoint: elsewhere }),
      /is not subscribed to/,
    ),
    b(
      `${queueTask}.subscription`,
      'filter',
      { ...withSubscription(end, { filterPolicy: { a: ['b'] } }), journey: ABSENT },
      /filter policy/,
    ),
    b(`${queueTask}.policy`, 'none', withQueue(end, { policy: null }), /is not allowed to send/),
    b(`${queueTask}.policy`, 'AWS-managed key', withQueue(end, { kmsKey: 'alias/aws/sqs' }), /encrypted/),
    b(
      `${functionTask}.function`,
      'failed',
      withFunction(end, { state: 'Failed', stateReason: 'no image' }),
      /no image/,
    ),
    b(
      `${functionTask}.function`,
      'off',
      withFunction(end, { reservedConcurrency: 0 }),
      /reserved concurrency/,
    ),
    b(`${functionTask}.role`, 'gone', withFunction(end, { role: ABSENT }), /does not exist/),
    b(
      `${triggerTask}.handler`,
      'not in the code',
      withInvocation(end, {
        errors: [`Runtime.ImportModuleError: Error: Cannot find module '${functionName}'`],
      }),
      /did not find the handler/,
    ),
    b(`${triggerTask}.description`, 'empty', withFunction(end, { description: '' }), /no description/),
    b(`${triggerTask}.trigger`, 'disabled', withTrigger(end, { state: 'Disabled' }), /disabled/),
    b(
      `${triggerTask}.trigger`,
      'from another queue',
      withTrigger(end, { sourceArn: elsewhere }),
      /another-queue/,
    ),
    b(
      `${triggerTask}.alone`,
      'another function',
      withQueue(end, {
        consumers: found([
          { functionName, state: 'Enabled' },
          { functionName: 'Stale', state: 'Disabled' },
          { functionName: 'Archive', state: 'Enabled' },
        ]),
      }),
      /also triggers Archive\./,
    ),
    b(`${triggerTask}.batch-size`, 'ten', withTrigger(end, { batchSize: 10 }), /10 messages/),
    b(`7.1.${end}`, 'no log', withJourney(end, { invocation: ABSENT }), /its log has no entry for it/),
    b(`7.2.${end}`, 'timeout', withInvocation(end, { report: timeout }), /its timeout/),
    b(
      `7.2.${end}`,
      'out of memory',
      withInvocation(end, { report: { ...timeout, usedMb: 512 } }),
      /out of memory at 512 MB/,
    ),
    b(
      `7.2.${end}`,
      'an error of its own, on the embedded AWS, which does not limit memory',
      withInvocation(end, {
        errors: ['TypeError: x'],
        report: { ...report(), status: 'error', usedMb: 700 },
      }),
      /failed: TypeError: x/,
    ),
    b(
      `7.2.${end}`,
      'a package that is missing',
      withInvocation(end, { errors: ["Runtime.ImportModuleError: Error: Cannot find module 'sharp'"] }),
      /Cannot find module 'sharp'\. .* npm install sharp/,
    ),
    b(`7.2.${end}`, 'elsewhere', withInvocation(end, {}), /the key that the code writes to/),
    b(`7.2.${end}`, 'too large', withOutput(end, { width: box + 10, height: box }), /must fit within/),
    b(`7.2.${end}`, 'tiny', withOutput(end, { width: 16, height: 12 }), /much smaller/),
    b(`7.2.${end}`, 'squeezed', withOutput(end, { width: box, height: box }), /squeezed or cropped/),
    b(
      `7.2.${end}`,
      'another picture',
      withOutput(end, { likeness: 0.5, likenessAsStored: 0.4 }),
      /does not show/,
    ),
    b(`7.2.${end}`, 'PNG', withOutput(end, { format: 'png' }), /is a PNG/),
    b(
      `7.2.${end}-upright`,
      'on its side',
      withOutput(end, { likeness: 0.6, likenessAsStored: 0.99 }),
      /lies on its side/,
    ),
    b(`2.3.${end}`, 'filtered', missingMessage(end), /filter policy/),
    b(
      `${functionTask}.function`,
      'misspelt',
      { ...right, functions: { ...right.functions, [end]: { kind: 'absent', near: [`${functionName}s`] } } },
      /^Found a function named/,
    ),
  ];
}

describe('a step that is pending', () => {
  it('is not to blame when another required step failed', () => {
    const settling = withFunction('mobile', { lastUpdate: 'InProgress' });
    const off = withTrigger('mobile', { state: 'Disabled' }).functions.mobile;
    assert.ok(off.kind === 'found' && settling.functions.mobile.kind === 'found');
    const mobile = found({ ...off.value, lastUpdate: 'InProgress' });
    const facts = { ...settling, functions: { ...right.functions, mobile }, journey: ABSENT, topic: ABSENT };
    const { blockedBy, verdict } = stepOf(gradeFacts(facts), '7.2.mobile');
    assert.deepEqual([blockedBy, verdict], ['1.topic', 'blocked']);
  });

  it('is not reported for a handler that cannot run', () => {
    for (const { facts } of [...broken, { facts: { ...right, topic: ABSENT } }]) {
      const functions = Object.fromEntries(
        LAB_OUTPUT_NAMES.map((end) => {
          const seen = facts.functions[end];
          return [end, seen.kind === 'found' ? found({ ...seen.value, handler: 'main.run' }) : seen];
        }),
      ) as Facts['functions'];
      const grade = gradeFacts({ ...facts, functions, journey: ABSENT });
      const failed = stepsOf(grade)
        .filter(isFailure)
        .map(({ id }) => id);
      for (const end of LAB_OUTPUT_NAMES) {
        const { triggerTask } = labParts[end];
        const { verdict } = stepOf(grade, `${triggerTask}.handler`);
        const isKept = failed.some((id) => invocationSteps(end).includes(id));
        if (isKept) assert.notEqual(verdict, 'pending', failed.join());
      }
    }
  });
});

describe('a step that fails', () => {
  for (const { step, name, facts, hint } of broken) {
    it(`${step}, ${name}`, () => {
      const graded = stepOf(gradeFacts(facts), step);
      assert.ok(isFailure(graded), JSON.stringify(graded));
      assert.equal(graded.blockedBy, null);
      assert.match(graded.hint ?? '', hint);
      assert.ok(graded.earned < graded.points);
    });
  }

  it('every step has a way to fail', () => {
    const proven = new Set(broken.map(({ step }) => step));
    const unproven = steps.map(({ id }) => id).filter((id) => !proven.has(id));
    assert.deepEqual(unproven, []);
  });
});

function b(step: string, name: string, facts: Facts, hint: RegExp): Broken {
  return { step, name, facts, hint };
}
function both<T>(value: T) {
  return { thumbnail: value, mobile: value };
}
function stepsOf(grade: Grade): StepGrade[] {
  return grade.tasks.flatMap((task) => task.steps);
}
function stepOf(grade: Grade, id: string): StepGrade {
  const step = stepsOf(grade).find((candidate) => candidate.id === id);
  assert.ok(step, id);
  return step;
}
function denied(action: string) {
  return { purpose: 'needed', action, resource: '*', decision: 'implicitDeny' } as const;
}
function report() {
  return { requestId: 'r', durationMs: 3000, billedMs: 3000, memoryMb: 512, usedMb: 90 };
}
function trust(Service: string) {
  return {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' },
  };
}
function s3Policy(part: Record<string, unknown>) {
  const statement = {
    ...{
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: rightTopic.arn,
    },
    Condition: { StringEquals: { 'aws:SourceAccount': right.account } },
    ...part,
  };
  return { Version: '2012-10-17', Statement: [statement] };
}
function consolePolicy() {
  return s3Policy({
    Principal: { AWS: '*' },
    Condition: { StringEquals: { 'AWS:SourceOwner': right.account } },
  });
}
/** The subscription's filter policy matches S3's events but not the test message. */
function missingMessage(end: LabOutput): Facts {
  const filtered = withSubscription(end, {
    filterPolicy: { Records: [{ exists: true }] },
    filterScope: 'MessageBody',
  });
  assert.ok(right.message.kind === 'found');
  const arrivals = { ...right.message.value.arrivals, [end]: { kind: 'missing', waitedMs: 9000 } } as const;
  return { ...filtered, message: found({ ...right.message.value, arrivals }) };
}

describe('a probe without the right to send', () => {
  it('is an error of the grader that says which rights it needs', () => {
    const trouble = { kind: 'denied', action: 'sns:Publish', message: 'AccessDenied' } as const;
    const { verdict, ...finding } = unreadable('the test message', trouble);
    assert.equal(verdict, 'error');
    assert.match(
      'hint' in finding ? (finding.hint ?? '') : '',
      /sns:Publish\. Grade read-only, or .*AllowProbe=yes/,
    );
  });
});
