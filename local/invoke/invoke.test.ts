import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../cli/project.mjs';
import { saveOutput } from '../saved-outputs.ts';
import { readOutcome } from './invoke-in-image.ts';
import { parseInvokeOptions } from './invoke-options.ts';
import { renderOutcome, renderVerdict } from './invoke-report.ts';

describe('the arguments of npm run invoke', () => {
  it('are a function and an event, and a sample event names the objects that it needs', () => {
    const eventFile = path.join(root, 'events/picture.json');
    assert.deepEqual(parseInvokeOptions(['CreateThumbnail', eventFile]), {
      functionName: 'CreateThumbnail',
      eventFile,
      needs: { 'HappyFace.jpg': 'picture' },
    });
  });

  it("can have SAM's option -e before the event", () => {
    const eventFile = path.join(root, 'events/picture.json');
    for (const option of ['-e', '--event'])
      assert.equal(parseInvokeOptions(['CreateThumbnail', option, eventFile]).eventFile, eventFile);
  });

  for (const [args, message] of [
    [[], /Expected the name of a function and a file with an event/],
    [['CreateThumb', 'x.json'], /no function 'CreateThumb': expected CreateThumbnail or CreateMobileImage/],
    [['CreateThumbnail', 'no-such.json'], /Expected a file with an event: .*no-such\.json/],
    [['CreateThumbnail', path.join(root, 'README.md')], /Expected an event as JSON in .*README\.md: /],
  ] as const) {
    it(`are rejected by name: ${args.map((arg) => path.basename(arg)).join(' ') || 'none'}`, () => {
      assert.throws(() => parseInvokeOptions(args), message);
    });
  }
});

describe("the output of 'sam local invoke'", () => {
  const log = [
    'START RequestId: 1',
    '{"level":"INFO","message":"made x","function_request_id":"1"}',
    'a word',
  ];
  const stderr = ['Invoking CreateThumbnail.handler', 'SAM_CONTAINER_ID: 0af', ...log].join('\n');

  it('contains the response and the log, without the messages of SAM', () => {
    const stdout = '{"batchItemFailures": []}';
    assert.deepEqual(readOutcome({ stdout, stderr }), {
      kind: 'answered',
      answer: stdout,
      failedMessages: [],
      log,
    });
  });

  it('names messages that failed', () => {
    const outcome = readOutcome({ stdout: '{"batchItemFailures": [{"itemIdentifier": "m1"}]}', stderr });
    assert.ok(outcome.kind === 'answered');
    assert.deepEqual(outcome.failedMessages, ['m1']);
    assert.match(
      renderVerdict('F', outcome, ['out/a.jpg']),
      /F reported a message as failed.*\n.*out\/a\.jpg/,
    );
  });

  for (const [what, output, reason] of [
    ['threw', { stdout: '{"errorType":"Error","errorMessage":"no"}', stderr }, /^Error: no$/],
    [
      'ran out of time',
      { stdout: '', stderr: "Function 'F' timed out after 30 seconds" },
      /timed out after 30/,
    ],
    ['returned nothing', { stdout: '', stderr }, /^It returned no response\.$/],
    ['returned a text that is not JSON', { stdout: 'hm', stderr }, /not JSON: hm$/],
  ] as const) {
    it(`shows that the function ${what}, although the exit status of SAM is 0`, () => {
      const outcome = readOutcome(output);
      assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
      assert.match(outcome.reason, reason);
    });
  }

  it('is rendered with a line for each entry of the log', () => {
    const text = renderOutcome('F', readOutcome({ stdout: 'null', stderr }));
    assert.match(text, /Log of F:.*\n {2}INFO {2}made x\n {2}a word\n.*Response:.*\n {2}null$/);
  });
});

it('an output is always saved in out/, whatever its key is', (context) => {
  const file = saveOutput('../../invoke-test.jpg', new Uint8Array());
  context.after(() => rmSync(path.join(root, file)));
  assert.equal(file, 'out/invoke-test.jpg');
});
