import assert from 'node:assert/strict';
import { it } from 'node:test';
import { explainReport, parseReportLine } from './lambda-report.ts';

const WARM =
  'REPORT RequestId: 533dca35-1\tDuration: 2642.34 ms\tBilled Duration: 2643 ms\tMemory Size: 128 MB\tMax Memory Used: 90 MB\t';

it('the REPORT line of a warm invocation is read', () => {
  const expected = {
    requestId: '533dca35-1',
    durationMs: 2642.34,
    billedMs: 2643,
    memoryMb: 128,
    usedMb: 90,
  };
  assert.deepEqual(parseReportLine(WARM), expected);
});

it('a cold start, a second line of X-Ray and a timeout are read', () => {
  const line = `${WARM}Init Duration: 287.33 ms\tStatus: timeout\t\nXRAY TraceId: 1-5\tSegmentId: 2\tSampled: true\t`;
  const report = parseReportLine(line);
  assert.equal(report?.initMs, 287.33);
  assert.equal(report?.status, 'timeout');
});

it('the kind of an error is read', () => {
  const report = parseReportLine(`${WARM}Status: error\tError Type: Runtime.OutOfMemory`);
  assert.deepEqual([report?.status, report?.errorType], ['error', 'Runtime.OutOfMemory']);
});

it('the embedded AWS does not measure memory: 0 MB is no measurement', () => {
  assert.equal(parseReportLine(WARM.replace('90 MB', '0 MB'))?.usedMb, undefined);
});

it('a report in JSON is the same', () => {
  const metrics = {
    durationMs: 12.5,
    billedDurationMs: 13,
    memorySizeMB: 512,
    maxMemoryUsedMB: 130,
    initDurationMs: 300.1,
  };
  const line = JSON.stringify({
    time: 't',
    type: 'platform.report',
    record: { requestId: 'r1', status: 'success', metrics },
  });
  const expected = {
    requestId: 'r1',
    durationMs: 12.5,
    billedMs: 13,
    memoryMb: 512,
    usedMb: 130,
    initMs: 300.1,
  };
  assert.deepEqual(parseReportLine(line), expected);
});

it('other lines are no reports', () => {
  for (const line of [
    'START RequestId: 1',
    '{"type":"platform.start"}',
    '{"message":"platform.report"',
    '',
  ]) {
    assert.equal(parseReportLine(line), undefined);
  }
});

for (const [what, line, words] of [
  [
    'with its start',
    `${WARM}Init Duration: 287.33 ms\t`,
    'ran for 2642 ms (billed: 2643 ms) after a cold start of 287 ms and used 90 of 128 MB.',
  ],
  [
    'without a word on a start that was not measured',
    WARM,
    'ran for 2642 ms (billed: 2643 ms) and used 90 of 128 MB.',
  ],
  [
    'without a word on memory that was not measured',
    WARM.replace('90 MB', '0 MB'),
    'ran for 2642 ms (billed: 2643 ms) with 128 MB of memory.',
  ],
  [
    'with more memory than it has, which only the embedded AWS allows',
    WARM.replace('90 MB', '216 MB'),
    'ran for 2642 ms (billed: 2643 ms) and used 216 MB although 128 MB are configured (the embedded AWS does not limit memory).',
  ],
  [
    'with all of its memory, of which AWS may report a megabyte more',
    WARM.replace('90 MB', '129 MB'),
    'ran for 2642 ms (billed: 2643 ms) and used 128 of 128 MB.',
  ],
] as const) {
  it(`a report is explained ${what}`, () => {
    const report = parseReportLine(line);
    assert.equal(report && explainReport(report), words);
  });
}

it('the order of what is measured does not matter', () => {
  const line =
    'REPORT RequestId: r\tInit Duration: 5.5 ms\tDuration: 10 ms\tBilled Duration: 16 ms\tMemory Size: 128 MB\t';
  const report = parseReportLine(line);
  assert.deepEqual([report?.initMs, report?.durationMs, report?.billedMs], [5.5, 10, 16]);
});

it('a line that a function made up is not taken for a report', () => {
  for (const line of [
    'REPORT RequestId: 1',
    'REPORT RequestId: 1\tDuration: long ms\tBilled Duration: 1 ms\tMemory Size: 128 MB',
    '{"type":"platform.report","record":{"requestId":"1","metrics":{"durationMs":"1","billedDurationMs":1,"memorySizeMB":1}}}',
    '{"type":"platform.report","record":{"requestId":{},"metrics":{"durationMs":1,"billedDurationMs":1,"memorySizeMB":1}}}',
    '{"type":"platform.report"}',
  ]) {
    assert.equal(parseReportLine(line), undefined, line);
  }
});
