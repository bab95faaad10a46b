/** Finds reasons in log lines in the format of AWS. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInvocations } from '../../account/logs/invocations.ts';
import { readDeadLetter } from './dead-letter.ts';
import type { Source } from './dead-letter-queues.ts';
import { type FailedRun, merge, reasonOf } from './reasons.ts';

const SENT = Date.parse('2026-11-25T10:00:00Z');
const LOG = '/image-lab/CreateThumbnail';
const QUEUE = 'arn:aws:sqs:ap-northeast-1:111111111111:thumbnail-queue';
const [OTHER, LAST] = ['533dca35-0000-4000-8000-000000000001', '533dca35-0000-4000-8000-000000000002'];
const [MINE, NEIGHBOURS] = ['0a0a0a0a-0000-4000-8000-000000000001', '0a0a0a0a-0000-4000-8000-000000000002'];

const worker = { name: 'CreateThumbnail', logGroup: LOG, memoryMb: 512, timeoutSeconds: 30 };
const source = {
  ...{ name: 'thumbnail-queue', url: '', arn: QUEUE, visibilityTimeoutSeconds: 180, maxReceiveCount: 5 },
  // The tests read only these properties.
  worker: worker as Source['worker'],
};

const s3 = { bucket: { name: 'pictures' }, object: { key: 'ingest/a+b.jpg' } };
const letter = readDeadLetter(
  {
    MessageId: MINE,
    Body: JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', s3 }] }),
    Attributes: {
      SentTimestamp: String(SENT),
      ApproximateFirstReceiveTimestamp: String(SENT + 50),
      ApproximateReceiveCount: '6',
      DeadLetterQueueSourceArn: QUEUE,
    },
  },
  SENT + 3_600_000,
);

/** Makes the log of an invocation that starts this many seconds after the message was sent. */
function run(requestId: string, seconds: number, lines: readonly string[], status = ''): FailedRun[] {
  const at = SENT + seconds * 1000;
  const report = `REPORT RequestId: ${requestId}\tDuration: 30000.00 ms\tBilled Duration: 30000 ms\tMemory Size: 512 MB\tMax Memory Used: 130 MB\t${status}`;
  const all = [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...lines,
    `END RequestId: ${requestId}`,
    report,
  ];
  const parsed = parseInvocations(
    all.map((text, index) => ({ stream: requestId, at: index === 0 ? at : at + 30_000, text })),
  );
  return parsed.map((one) => ({ ...one, logGroup: LOG }));
}

function failed(messageId: string, key: string, reason: string): string {
  return JSON.stringify({ level: 'ERROR', message: `failed: s3://pictures/${key}: ${reason}`, messageId });
}

function begun(messageId: string, key: string): string {
  return JSON.stringify({ level: 'INFO', message: `works on ${key}`, messageId });
}

function reason(runs: readonly FailedRun[], of = source, about = letter) {
  return reasonOf(about, of, { kind: 'found', value: runs });
}

describe('the reason', () => {
  it('comes from the last try of this message, and not from other messages of the batch', () => {
    const runs = [
      ...run(OTHER, 1, [failed(MINE, 'ingest/a b.jpg', 'SlowDown')]),
      ...run(LAST, 181, [
        failed(NEIGHBOURS, 'ingest/n.jpg', 'no JPEG'),
        failed(MINE, 'ingest/a b.jpg', 'AccessDenied'),
      ]),
    ];
    const text = 's3://pictures/ingest/a b.jpg: AccessDenied';
    assert.deepEqual(reason(runs), { kind: 'logged', text, requestId: LAST, logGroup: LOG });
  });

  it('is found by the key of the picture when the function logs no message ids', () => {
    const line = `2026-11-25T10:00:01Z\t${LAST}\tERROR\tcould not resize ingest/a+b.jpg`;
    assert.deepEqual(reason(run(LAST, 1, [line])), {
      kind: 'logged',
      text: 'could not resize ingest/a+b.jpg',
      requestId: LAST,
      logGroup: LOG,
    });
  });

  it('is the crash of the invocation that had started this message, despite errors of other messages', () => {
    const kill = 'Worker process died';
    const runs = [
      ...run(LAST, 1, [
        begun(NEIGHBOURS, 'ingest/n.jpg'),
        failed(NEIGHBOURS, 'ingest/n.jpg', 'no JPEG'),
        begun(MINE, 'ingest/a b.jpg'),
        kill,
      ]),
      ...run(OTHER, 2, [begun(NEIGHBOURS, 'ingest/n.jpg'), `${OTHER} Task timed out after 30.00 seconds`]),
    ];
    assert.deepEqual(reason(runs), { kind: 'logged', text: kill, requestId: LAST, logGroup: LOG });
  });

  it('is not the error of another message in the same invocation', () => {
    const lines = [begun(MINE, 'ingest/a b.jpg'), failed(NEIGHBOURS, 'ingest/n.jpg', 'no JPEG')];
    assert.equal(reason(run(LAST, 1, lines)).kind, 'unknown');
  });

  for (const [name, lines, status, text] of [
    [
      'a timeout, by its line',
      [`2026-11-25T10:00:30Z ${LAST} Task timed out after 30.00 seconds`],
      '',
      /stopped after its timeout of 30 s/,
    ],
    ['a timeout, by its REPORT only', [], 'Status: timeout', /stopped after its timeout of 30 s/],
    [
      'no memory left',
      [`RequestId: ${LAST} Error: Runtime exited with error: signal: killed`],
      'Status: error\tError Type: Runtime.ExitError',
      /out of memory at 512 MB/,
    ],
  ] as const) {
    it(`is probably ${name} when an invocation of that time names no picture`, () => {
      const told = reason(run(LAST, 1, lines, status));
      assert.ok(told.kind === 'probable', JSON.stringify(told));
      assert.match(told.text, text);
    });
  }

  it('is not a timeout at another time or for another picture', () => {
    const timeout = `2026-11-25T10:00:30Z ${LAST} Task timed out after 30.00 seconds`;
    for (const runs of [
      run(LAST, -60, [timeout]),
      run(LAST, 7200, [timeout]),
      run(LAST, 1, ['reads ingest/other.jpg', timeout]),
    ]) {
      assert.equal(reason(runs).kind, 'unknown');
    }
  });

  it('is different when the message never reached the function, or when there is no trigger', () => {
    assert.equal(reason([], source, { ...letter, movedFrom: undefined }).kind, 'not-delivered');
    const idle = reason([], { ...source, worker: undefined });
    assert.match(JSON.stringify(idle), /thumbnail-queue triggers no function/);
  });

  it('is unknown when the log cannot be read', () => {
    const trouble = { kind: 'denied', action: 'logs:FilterLogEvents', message: 'not authorized' } as const;
    const told = reasonOf(letter, source, { kind: 'unreadable', trouble });
    assert.match(JSON.stringify(told), /could not be read \(logs:FilterLogEvents\)/);
  });
});

it('overlapping periods are merged', () => {
  const times = [
    { from: 50, to: 60 },
    { from: 0, to: 10 },
    { from: 5, to: 20 },
  ];
  assert.deepEqual(merge(times), [
    { from: 0, to: 20 },
    { from: 50, to: 60 },
  ]);
});
