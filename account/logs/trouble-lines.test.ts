import assert from 'node:assert/strict';
import { it } from 'node:test';
import { troubleLines } from './trouble-lines.ts';

const ID = '533dca35-0000-4000-8000-000000000001';
const AT = '2026-11-25T10:00:00.000Z';

const cases: readonly [name: string, lines: readonly string[], told: readonly string[]][] = [
  [
    'an error of Node.js',
    [
      `${AT}\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"Cannot read properties of undefined (reading 'name')","stack":["…"]}\n`,
    ],
    ["TypeError: Cannot read properties of undefined (reading 'name')"],
  ],
  [
    'a handler that does not exist',
    [
      `${AT}\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'index'\\nRequire stack:\\n- /var/runtime/index.mjs","stack":[]}\n`,
    ],
    ["Runtime.ImportModuleError: Error: Cannot find module 'index'"],
  ],
  [
    'words of console.error',
    [`${AT}\t${ID}\tERROR\tfailed: s3://b/k: NoSuchKey {\r  messageId: 'x'\r}\n`],
    ['s3://b/k: NoSuchKey'],
  ],
  [
    'an error of Python',
    [
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'CreateThumbnail': No module named 'PIL'\rTraceback (most recent call last):",
      `[ERROR]\t${AT}\t${ID}\tcould not resize\n`,
    ],
    [
      "Runtime.ImportModuleError: Unable to import module 'CreateThumbnail': No module named 'PIL'",
      'could not resize',
    ],
  ],
  [
    'a process that ended on the embedded AWS',
    ['(Use `node --trace-deprecation ...` to show where the warning was created)', 'Worker process died'],
    ['Worker process died'],
  ],
  [
    "Powertools' logger",
    [JSON.stringify({ level: 'ERROR', message: 'failed: s3://b/k: not a JPEG', error: { name: 'Error' } })],
    ['s3://b/k: not a JPEG'],
  ],
  [
    'JSON logging',
    [
      JSON.stringify({
        level: 'ERROR',
        message: { errorType: 'TypeError', errorMessage: 'x is not a function' },
      }),
      JSON.stringify({
        type: 'platform.initReport',
        record: { status: 'error', errorType: 'Runtime.ExitError' },
      }),
      JSON.stringify({ type: 'platform.initReport', record: { status: 'success' } }),
    ],
    ['TypeError: x is not a function', "Its initialization ended with status 'error': Runtime.ExitError"],
  ],
  [
    'a timeout',
    [`2023-03-09T10:00:00.000Z ${ID} Task timed out after 3.03 seconds\n\n`],
    ['Task timed out after 3.03 seconds'],
  ],
  [
    'no memory left',
    [
      `{"errorType":"Runtime.OutOfMemory","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: signal: killed"}`,
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
    ],
    [
      `Runtime.OutOfMemory: RequestId: ${ID} Error: Runtime exited with error: signal: killed`,
      'Error: Runtime exited with error: signal: killed',
    ],
  ],
  [
    'a start that takes too long',
    ['INIT_REPORT Init Duration: 180000.45 ms\tPhase: invoke\tStatus: timeout\n'],
    ["Its initialization ended with status 'timeout'"],
  ],
  [
    'an error as the embedded AWS writes it, line by line',
    [
      '(node:1) [DEP0169] DeprecationWarning: `url.parse()` behavior is not standardized and prone to errors',
      "TypeError: Cannot read properties of undefined (reading 'bucket')",
      '    at handler (file:///code/CreateMobileImage.mjs:1:80)',
    ],
    ["TypeError: Cannot read properties of undefined (reading 'bucket')"],
  ],
  [
    'words that only look like an error',
    ['resizing failed, access denied'],
    ['resizing failed, access denied'],
  ],
  [
    'nothing of note',
    [
      'INIT_START Runtime Version: nodejs:24.v1',
      'INIT_REPORT Init Duration: 300.00 ms\tPhase: init\n',
      JSON.stringify({ level: 'INFO', message: 'made thumbnail/a.jpg', error_count: 0 }),
      `${AT}\t${ID}\tINFO\tLoading {"key":"ingest/a.jpg"}\n`,
    ],
    [],
  ],
];

for (const [name, lines, told] of cases) {
  it(`${name} in a log is reported`, () => assert.deepEqual(troubleLines(lines), told));
}

it('each error is reported once, in at most five lines of 300 characters', () => {
  const lines = Array.from({ length: 9 }, (_, index) => `ValueError: ${index} ${'x'.repeat(400)}`);
  const told = troubleLines([...lines, ...lines]);
  assert.equal(told.length, 5);
  for (const line of told) assert.equal(line.length, 300);
});
