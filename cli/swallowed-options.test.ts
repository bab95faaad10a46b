import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  ['run check --local', 'run check -- --local'],
  ['run check --task 2.1', 'run check -- --task 2.1'],
  ['run check --task=2.1 --task 3 --silent', 'run check -- --task 2.1 --task 3'],
  ['run check --readonly --watch', 'run check -- --read-only --watch'],
  [
    'run check --save facts.json --format json=grade.json',
    'run check -- --save facts.json --format json=grade.json',
  ],
  ['run check --misspelt', 'run check -- --misspelt'],
  ['run check --region eu-west-1 -- --read-only', 'run check -- --region eu-west-1 --read-only'],
  ['run clean --local --yes', 'run clean -- --local --yes'],
  ['run clean --dry-run --also my-queue', 'run clean -- --dry-run --also my-queue'],
  ['run redrive -y --queue mobile-queue', 'run redrive -- --yes --queue mobile-queue'],
  ['run dead-letters --local', 'run dead-letters -- --local'],
  ['run costs --pictures 100 --free-tier', 'run costs -- --pictures 100 --free-tier'],
  ['start --once', 'start -- --once'],
  ['start --port 4567 my.jpg', 'start -- --port 4567 my.jpg'],
  ['test --test-name-pattern npm', 'test -- --test-name-pattern npm'],
  ['run deploy --region us-east-1', 'run deploy -- --region us-east-1'],
  ['run sam --region us-east-1 -- list', 'run sam -- --region us-east-1 list'],
  ['run validate --lint', 'run validate -- --lint'],
  ['run build --cached', 'run build -- --cached'],
  ['run bench --short --only warm', 'run bench -- --short --only warm'],
  ['run rules --verbose', 'run rules -- --verbose'],
  ['run render --check', 'run render -- --check'],
  ['run make:python-lock --upgrade', 'run make:python-lock -- --upgrade'],
  ['run test:corpus --only no-topic', 'run test:corpus -- --only no-topic'],
  ['run test:faults --short', 'run test:faults -- --short'],
  ['run test:hostile --seed 7', 'run test:hostile -- --seed 7'],
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

it('all scripts read their options in one place, which finds the options that npm took', () => {
  const files = globSync(
    '{aws,cli,lab,template-src,functions,events,account,local,checks,operate,bench,test}/**/*.{ts,mjs}',
    {
      cwd: root,
    },
  );
  const own = files.filter((file) => /parseArgs\(/.test(readFileSync(path.join(root, file), 'utf8')));
  assert.deepEqual(own, ['cli/command-options.ts']);
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
