import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LogLine, parseInvocations } from './invocations.ts';

const A = '533dca35-0000-4000-8000-000000000001';
const B = '533dca35-0000-4000-8000-000000000002';
const report = (id: string, more = '') =>
  `REPORT RequestId: ${id}\tDuration: 100.50 ms\tBilled Duration: 101 ms\tMemory Size: 128 MB\tMax Memory Used: 90 MB\t${more}\n`;

/** There are ten milliseconds between two lines. */
function log(stream: string, ...texts: string[]): LogLine[] {
  return texts.map((text, index) => ({ stream, at: 1000 + index * 10, text }));
}

describe('the lines of a log', () => {
  it('are grouped by invocation, even when two environments log at once', () => {
    const one = log(
      'x',
      `START RequestId: ${A} Version: $LATEST\n`,
      'of A\n',
      `END RequestId: ${A}\n`,
      report(A),
    );
    const two = log(
      'y',
      `START RequestId: ${B} Version: $LATEST\n`,
      'of B\n',
      `END RequestId: ${B}\n`,
      report(B),
    );
    const mixed = one.flatMap((line, index) => [line, ...two.slice(index, index + 1)]);
    const found = parseInvocations(mixed);
    assert.deepEqual(
      found.map(({ requestId, lines }) => [requestId, lines]),
      [
        [A, ['of A\n']],
        [B, ['of B\n']],
      ],
    );
    assert.equal(found[0]?.report?.usedMb, 90);
  });

  it('of a failed start belong to the invocation that caused it', () => {
    const [found, ...more] = parseInvocations(
      log(
        'x',
        'INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda:…\n',
        `2026-11-25T10:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError"}\n`,
        `START RequestId: ${A} Version: $LATEST\n`,
        'INIT_REPORT Init Duration: 12.45 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n',
        `END RequestId: ${A}\n`,
        report(A, 'Status: error\tError Type: Runtime.ExitError'),
      ),
    );
    assert.equal(more.length, 0);
    assert.equal(found?.lines.length, 3);
    assert.deepEqual([found?.report?.status, found?.report?.errorType], ['error', 'Runtime.ExitError']);
  });

  it("after the REPORT line are found by the request's id", () => {
    const [first, second] = parseInvocations(
      log(
        'x',
        `START RequestId: ${A} Version: $LATEST\n`,
        `END RequestId: ${A}\n`,
        report(A),
        `2023-03-09T10:00:00.000Z ${A} Task timed out after 3.03 seconds\n\n`,
        `START RequestId: ${B} Version: $LATEST\n`,
      ),
    );
    assert.match(first?.lines.join() ?? '', /timed out/);
    assert.deepEqual([second?.lines, second?.endedAt, second?.report], [[], null, null]);
  });

  it('can be JSON', () => {
    const platform = (type: string, record: object) =>
      JSON.stringify({ time: 't', type: `platform.${type}`, record });
    const metrics = { durationMs: 12.5, billedDurationMs: 13, memorySizeMB: 512, maxMemoryUsedMB: 130 };
    const [found] = parseInvocations(
      log(
        'x',
        platform('initStart', { runtimeVersion: 'nodejs:24.v1' }),
        platform('start', { requestId: A, version: '$LATEST' }),
        JSON.stringify({ level: 'INFO', requestId: A, message: 'made it' }),
        platform('runtimeDone', { requestId: A, status: 'success' }),
        platform('report', { requestId: A, status: 'success', metrics }),
      ),
    );
    assert.equal(found?.lines.length, 2);
    assert.deepEqual([found?.startedAt, found?.endedAt], [1010, 1030]);
    assert.deepEqual(found?.report, {
      requestId: A,
      durationMs: 12.5,
      billedMs: 13,
      memoryMb: 512,
      usedMb: 130,
    });
  });

  it('tell when an invocation began, even when all were written at its end', () => {
    const texts = [`START RequestId: ${A} Version: $LATEST`, `END RequestId: ${A}`, report(A)];
    const [found] = parseInvocations(texts.map((text) => ({ stream: 'x', at: 5000, text })));
    assert.deepEqual([found?.startedAt, found?.endedAt], [4899, 5000]);
  });

  it('can lack the first ones of an invocation', () => {
    const [found] = parseInvocations(log('x', 'of A', `END RequestId: ${A}`, report(A)));
    assert.deepEqual([found?.requestId, found?.startedAt], [A, 909]);
  });
});
