/** Chooses the test files that `npm test`, `npm run test:unit` and `npm run test:emulator` run. */

const folders =
  '{aws,cli,lab,template-src,functions,events,account,local,checks,operate,solve,page,class,bench,test}';

/**
 * A file named `*.emulator-test.ts` may start the embedded AWS. A file named `*.slow-test.ts` starts programs or a whole build, waits, or
 * computes for many seconds. A file named `*.test.ts` does none of this.
 */
export const patterns = {
  unit: `${folders}/**/*.test.ts`,
  slow: `${folders}/**/*.slow-test.ts`,
  emulator: `${folders}/**/*.emulator-test.ts`,
};

/** The other unit tests run in this file, in one process. */
const oneProcess = 'cli/set-up/tests-in-one-process.mjs';

/** Unit tests that need a process of their own. They start programs, use libvips, wait, or change what belongs to the process. */
export const ownProcess = [
  'account/follow/*.test.ts',
  'aws/region.test.ts',
  'cli/**/*.test.ts',
  'functions/pipeline/*.test.ts',
  'local/chosen-account.test.ts',
  'local/sam/*.test.ts',
  'page/bundle-client.test.ts',
  'page/serve-page.test.ts',
  'test/faults/uploads.test.ts',
];

/**
 * Turns `--test`, `--test=unit` or `--test=emulator` into the arguments of Node's test runner.
 * @param {readonly string[]} script the option, and then options of the runner or test files. Without a file, all files of the kind run.
 */
export function withTestFiles([first = '', ...rest]) {
  if (!isTestRun(first)) return [first, ...rest];
  const kind = first.slice('--test='.length);
  const unit = kind === 'emulator' ? [] : [oneProcess, ...ownProcess];
  const others = kind === 'unit' ? [] : [patterns.slow, patterns.emulator];
  const namesFiles = rest.some((argument) => !argument.startsWith('-'));
  return ['--test', '--test-concurrency=3', ...rest, ...(namesFiles ? [] : [...unit, ...others])];
}

/** @param {string} first argument of the launcher */
export function isTestRun(first) {
  return /^--test(=|$)/.test(first);
}

/**
 * The variables of a test run. In a run of unit tests `startEmulator` refuses to start.
 * @param {string} first argument of the launcher
 */
export function testVariables(first) {
  return first === '--test=unit' ? { IMAGE_LAB_UNIT_TESTS: '1' } : {};
}
