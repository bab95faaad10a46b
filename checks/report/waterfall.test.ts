import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InvocationFacts, JourneyEnd, JourneyFacts } from '../../account/facts.ts';
import { fixtureGrade } from '../../test/fixtures/grades.ts';
import { type Hop, waterfall } from './waterfall.ts';

const whole = journeyOf('all-right');

describe('the waterfall of a picture', () => {
  it('begins with the upload, and shows the hops of each end in order', () => {
    const names = waterfall(whole).map(({ end, name }) => `${end ?? 'both'}: ${name}`);
    assert.deepEqual(names, [
      'both: upload',
      'thumbnail: S3 → SNS → SQS → start',
      'thumbnail: cold start',
      'thumbnail: CreateThumbnail runs',
      'thumbnail: output seen',
      'mobile: S3 → SNS → SQS → start',
      'mobile: CreateMobileImage runs',
      'mobile: output seen',
    ]);
  });

  it('counts milliseconds from the start of the upload, with the cold start before the START line', () => {
    assert.deepEqual(times(waterfall(whole)).slice(0, 5), [
      [0, 118],
      [118, 343],
      [343, 760],
      [760, 1028],
      [1028, 1052],
    ]);
  });

  it('never runs backwards, when the clocks differ or an output is seen before the function is done', () => {
    const early = withThumbnail(
      { output: { ...whole.ends.thumbnail.output } },
      { startedAt: '2026-11-24T09:59:59.000Z' },
    );
    for (const [start = 0, end = 0] of times(waterfall(early))) assert.ok(start >= 0 && end >= start);
  });

  it("does not show how long a learner's upload took", () => {
    const hops = waterfall({ ...whole, by: 'learner', uploadMs: 0 });
    assert.equal(
      hops.some(({ name }) => name === 'upload'),
      false,
    );
  });

  it('has no hop to an output that the grader did not wait for', () => {
    const { output } = whole.ends.thumbnail;
    assert.ok(output.kind === 'found');
    const past = withThumbnail({ output: { ...output, value: { ...output.value, seenAfterMs: null } } });
    assert.equal(thumbnailHops(past).at(-1)?.name, 'CreateThumbnail runs');
  });
});

describe('the first hop that did not happen', () => {
  const nothing = { invocation: { kind: 'absent' }, output: { kind: 'absent' }, waitedMs: 20_000 } as const;

  it('is the hop to the queue, when the queue is empty and nothing was invoked', () => {
    assert.match(lastWhy({ ...nothing, messagesLeft: 0 }), /did not reach the queue/);
  });

  it('is the trigger, when messages are left in the queue', () => {
    assert.match(
      lastWhy({ ...nothing, messagesLeft: 2 }),
      /thumbnail-queue still has 2 messages, so the trigger/,
    );
  });

  it('is not guessed, when the queue could not be read', () => {
    assert.match(lastWhy({ ...nothing, messagesLeft: null }), /could not read thumbnail-queue/);
  });

  it("is the function's work, when its log tells of trouble", () => {
    const why = lastWhy({ output: { kind: 'absent' } }, { errors: ['Error: no such key'] });
    assert.equal(why, 'CreateThumbnail failed: Error: no such key');
  });

  it('names a timeout, and the number of the attempt', () => {
    const report = { requestId: 'r', durationMs: 3000, billedMs: 3000, memoryMb: 128, status: 'timeout' };
    const why = lastWhy({ output: { kind: 'absent' } }, { report, earlierTries: 1 });
    assert.equal(why, 'CreateThumbnail timed out after 3000 ms on attempt 2.');
  });

  it('is the function, while it is still running', () => {
    const why = lastWhy(
      { output: { kind: 'absent' }, waitedMs: 20_000 },
      { report: null, endedAt: null, errors: [] },
    );
    assert.equal(why, 'It was still running 20 s after the upload.');
  });

  it('is the output, when the function ended well', () => {
    assert.match(
      lastWhy({ output: { kind: 'absent' }, waitedMs: 20_000 }),
      /Nothing was written to thumbnail\/ within 20 s/,
    );
  });

  it('ends the path: later hops are not shown', () => {
    const hops = thumbnailHops(withThumbnail({ ...nothing, messagesLeft: 0 }));
    assert.deepEqual(
      hops.map(({ kind }) => kind),
      ['missing'],
    );
  });

  it('is not blamed on anybody, when the log could not be read', () => {
    const trouble = { kind: 'denied', action: 'logs:FilterLogEvents', message: 'No.' } as const;
    const hops = thumbnailHops(withThumbnail({ invocation: { kind: 'unreadable', trouble } }));
    assert.deepEqual(
      hops.map(({ kind }) => kind),
      ['unknown', 'took'],
    );
    assert.match(JSON.stringify(hops[0]), /not allowed to call logs:FilterLogEvents/);
  });

  it('is not shown, when only the log is missing and the output exists', () => {
    const hops = thumbnailHops(withThumbnail({ invocation: { kind: 'absent' } }));
    assert.equal(hops[0]?.kind, 'unknown');
    assert.match(JSON.stringify(hops[0]), /its role is allowed to write logs/);
  });
});

function journeyOf(name: 'all-right'): JourneyFacts {
  const { journey } = fixtureGrade(name);
  assert.ok(journey);
  return journey;
}

function withThumbnail(end: Partial<JourneyEnd>, invocation: Partial<InvocationFacts> = {}): JourneyFacts {
  const before = whole.ends.thumbnail;
  assert.ok(before.invocation.kind === 'found');
  const value = { ...before.invocation.value, ...invocation };
  return {
    ...whole,
    ends: { ...whole.ends, thumbnail: { ...before, invocation: { kind: 'found', value }, ...end } },
  };
}

function thumbnailHops(journey: JourneyFacts): Hop[] {
  return waterfall(journey).filter(({ end }) => end === 'thumbnail');
}

function lastWhy(end: Partial<JourneyEnd>, invocation: Partial<InvocationFacts> = {}): string {
  const hop = thumbnailHops(withThumbnail(end, invocation)).at(-1);
  assert.equal(hop?.kind, 'missing');
  return hop?.kind === 'missing' ? hop.why : '';
}

function times(hops: readonly Hop[]): number[][] {
  return hops.flatMap((hop) => (hop.kind === 'took' ? [[hop.startMs, hop.endMs].map(Math.round)] : []));
}
