import assert from 'node:assert/strict';
import { it } from 'node:test';
import { explainReport, parseReportLine } from './report-line.ts';

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

it('a report is explained in words', () => {
  const report = parseReportLine(`${WARM}Init Duration: 287.33 ms\t`);
  assert.equal(
    report && explainReport(report),
    'worked for 2642 ms, 2643 ms are billed; used 90 of 128 MB; cold: start-up took 287 ms before.',
  );
});

it('the order of what is measured does not matter', () => {
  const line =
    'REPORT RequestId: r\tInit Duration: 5.5 ms\tDuration: 10 ms\tBilled Duration: 16 ms\tMemory Size: 128 MB\t';
  const report = parseReportLine(line);
  assert.deepEqual([report?.initMs, report?.durationMs, report?.billedMs], [5.5, 10, 16]);
});
