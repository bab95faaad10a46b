import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InvocationFacts, JourneyEnd, JourneyFacts } from '../facts.ts';
import { fixtureGrade } from './fixtures.ts';
import { type Hop, waterfall } from './waterfall.ts';

const whole = journeyOf('all-right');

describe('the waterfall of a picture', () => {
  it('begins with the upload, and tells of each end in order', () => {
    const names = waterfall(whole).map(({ end, name }) => `${end ?? 'both'}: ${name}`);
    assert.deepEqual(names, [
      'both: upload',
      'thumbnail: S3 → SNS → SQS → start',
      'thumbnail: cold start',
      'thumbnail: CreateThumbnail works',
      'thumbnail: output seen',
      'mobile: S3 → SNS → SQS → start',
      'mobile: CreateMobileImage works',
      'mobile: output seen',
    ]);
  });

  it('counts milliseconds from the start of the upload: the cold start lies before the START line', () => {
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

  it('knows nothing of how long a learner took to upload', () => {
    const hops = waterfall({ ...whole, by: 'learner', uploadMs: 0 });
    assert.equal(
      hops.some(({ name }) => name === 'upload'),
      false,
    );
  });

  it('has no hop to an output that nobody was waiting for', () => {
    const { output } = whole.ends.thumbnail;
    assert.ok(output.kind === 'found');
    const past = withThumbnail({ output: { ...output, value: { ...output.value, seenAfterMs: null } } });
    assert.equal(thumbnailHops(past).at(-1)?.name, 'CreateThumbnail works');
  });
});

describe('the first hop that did not happen', () => {
  const nothing = { invocation: { kind: 'absent' }, output: { kind: 'absent' }, waitedMs: 20_000 } as const;

  it('is the way to the queue, when nothing waits there and nothing was invoked', () => {
    assert.match(lastWhy({ ...nothing, messagesLeft: 0 }), /did not get to the queue/);
  });

  it('is the trigger, when messages are left in the queue', () => {
    assert.match(
      lastWhy({ ...nothing, messagesLeft: 2 }),
      /2 messages are still in thumbnail-queue: the trigger/,
    );
  });

  it('is not guessed, when the queue could not be looked into', () => {
    assert.match(lastWhy({ ...nothing, messagesLeft: null }), /could not be looked into/);
  });

  it("is the function's work, when its log tells of trouble", () => {
    const why = lastWhy({ output: { kind: 'absent' } }, { errors: ['Error: no such key'] });
    assert.equal(why, 'CreateThumbnail failed: Error: no such key');
  });

  it('names a timeout, and the tries before', () => {
    const report = { requestId: 'r', durationMs: 3000, billedMs: 3000, memoryMb: 128, status: 'timeout' };
    const why = lastWhy({ output: { kind: 'absent' } }, { report, earlierTries: 1 });
    assert.equal(why, 'CreateThumbnail ran out of time after 3000 ms, and once before.');
  });

  it('is the end of the work, while the function still runs', () => {
    const why = lastWhy(
      { output: { kind: 'absent' }, waitedMs: 20_000 },
      { report: null, endedAt: null, errors: [] },
    );
    assert.equal(why, 'It had not ended 20 s after the upload.');
  });

  it('is the output, when the function ended well', () => {
    assert.match(
      lastWhy({ output: { kind: 'absent' }, waitedMs: 20_000 }),
      /No output of it below thumbnail\/ within 20 s/,
    );
  });

  it('ends the way: nothing is told of what comes after', () => {
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
    assert.match(JSON.stringify(hops[0]), /lack the permission logs:FilterLogEvents/);
  });

  it('is no hop at all, when there is an output and only the log is missing', () => {
    const hops = thumbnailHops(withThumbnail({ invocation: { kind: 'absent' } }));
    assert.equal(hops[0]?.kind, 'unknown');
    assert.match(JSON.stringify(hops[0]), /may its role write logs\?/);
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
