import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { root } from './project.mjs';

/** Makes sure that no script reaches an account by mistake. */
const NO_ACCOUNT = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'eu-west-1',
};

/** The command line that the user types, and the command line that the script recommends. */
const REFUSED: readonly [typed: string, meant: string][] = [
  ['run check --read-only', 'run check -- --read-only'],
  ['run check --task=2.1 --task 3 --silent', 'run check -- --task 2.1 --task 3'],
  [
    'run check --save facts.json --format json=grade.json',
    'run check -- --save facts.json --format json=grade.json',
  ],
  ['run check --misspelt', 'run check -- --misspelt'],
  ['run check --region eu-west-1 -- --read-only', 'run check -- --region eu-west-1 --read-only'],
  ['run clean --dry-run --also my-queue', 'run clean -- --dry-run --also my-queue'],
  ['run redrive -y --queue mobile-queue', 'run redrive -- --yes --queue mobile-queue'],
  ['start --port 4567 my.jpg', 'start -- --port 4567 my.jpg'],
  ['test --test-name-pattern npm', 'test -- --test-name-pattern npm'],
  ['run sam --region us-east-1 -- list', 'run sam -- --region us-east-1 list'],
  ['run test:corpus --only no-topic', 'run test:corpus -- --only no-topic'],
];

describe('options that npm took', { concurrency: 2 }, () => {
  for (const [typed, meant] of REFUSED) {
    it(`npm ${typed}`, async () => {
      const { exitCode, all } = await npm(typed);
      assert.match(
        all,
        /✗ npm took --[\w-]+.* for itself, because there is no -- before it\. Nothing was done\./,
      );
      const [, advised] = /^ {2}Try: (.*)$/m.exec(all) ?? [];
      assert.equal(advised, `npm ${meant}`);
      assert.ok(exitCode !== 0);
    });
  }

  it('are found in the variables of npm when npm keeps no log', async () => {
    const { all } = await npm('run check --read-only --task 2.1', { npm_config_logs_max: '0' });
    assert.match(all, /✗ npm took --read-only, --task for itself/);
    assert.match(
      all,
      /Try: npm run check -- --read-only --task 2\.1 {3}# and --local, .*if you typed any of them$/m,
    );
  });

  it('work in the recommended way', async () => {
    const { exitCode, all } = await npm('run check -- --from /nonexistent.json --read-only');
    assert.doesNotMatch(all, /npm took/);
    assert.equal(exitCode, 2);
  });
});

describe('the script accepts', { concurrency: 2 }, () => {
  for (const typed of [
    'run check --silent -- --help',
    'run check --no-color -- --help',
    '-s start -- --help',
  ])
    it(`options of npm itself: npm ${typed}`, async () =>
      assert.match((await npm(typed)).all, /\[-- options\]/));

  for (const log of ['10', '0'])
    it(`a setting in .npmrc or the environment, with ${log} logs`, async (test) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'npmrc-'));
      test.after(() => rmSync(folder, { recursive: true }));
      writeFileSync(path.join(folder, 'npmrc'), 'read-only=true\nregion = us-east-1\nfrom\n');
      const env = { npm_config_userconfig: path.join(folder, 'npmrc'), npm_config_logs_max: log };
      const { all, exitCode } = await npm('run check -- --help', env);
      assert.match(all, /\[-- options\]/);
      assert.equal(exitCode, 0);
    });

  it('a variable of the user that npm passes on', async () => {
    const { all } = await npm('run clean -- --help', { npm_config_yes: 'true', npm_config_dry_run: 'true' });
    assert.match(all, /\[-- options\]/);
  });
});

describe('every script looks for the options that npm took', () => {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  /** The text of a file, and of all that it imports, without the place that is looked for. */
  const readAll = (
    file: string,
    seen = new Set(['cli/command-options.ts', 'cli/swallowed-options.mjs']),
  ): string => {
    // Some files hold the source of other files, with imports of these.
    if (seen.has(file) || !existsSync(path.join(root, file))) return '';
    seen.add(file);
    const imports = [...read(file).matchAll(/from '(\.[^']*)'/g)].map(([, name = '']) =>
      path.join(file, '..', name),
    );
    return [read(file), ...imports.map((one) => readAll(one, seen))].join('\n');
  };

  it('because it reads its options in one place', () => {
    const files = globSync('*/**/*.{ts,mjs}', { cwd: root, exclude: ['node_modules'] });
    const own = files.filter((file) => /parseArgs\(/.test(read(file)));
    assert.deepEqual(own, ['cli/command-options.ts']);
  });

  for (const [name, command] of Object.entries<string>(JSON.parse(read('package.json')).scripts)) {
    // These scripts only name test files. Node's test runner reads their options.
    const [, file] = /^exec node cli\/run\.mjs (?:--tools=\S+ )?(?!node_modules|--)(\S+)/.exec(command) ?? [];
    if (file !== undefined)
      it(name, () =>
        assert.match(readAll(file), /\b(readOptions|readOptionsOrEnd|refuseSwallowedOptions)\(/),
      );
  }
});

async function npm(typed: string, more: NodeJS.ProcessEnv = {}) {
  const outer = Object.keys(process.env).filter((name) =>
    /^npm_(config|lifecycle|package)_|^NODE_TEST/.test(name),
  );
  const unset = Object.fromEntries(outer.map((name) => [name, undefined]));
  return execa('npm', typed.split(' '), {
    ...{ cwd: root, reject: false, all: true, timeout: 60_000 },
    env: { ...unset, ...NO_ACCOUNT, ...more },
  });
}
