import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Emulator, startEmulator } from '../local/emulator.ts';
import { stopAllLeashed } from '../local/leashed.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { node24, root } from '../local/set-up/project.mjs';
import { connect } from './aws.ts';
import { type BuiltLab, buildLab } from './corpus/hand-built-lab.ts';
import { projectZips } from './corpus/project-zips.ts';
import type { Grade } from './grade.ts';
import { fixtureFacts } from './report/fixtures.ts';

const ACCOUNT = '100000000001';
const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-check-'));
let emulator: Emulator;
let lab: BuiltLab;

before(async () => {
  const zips = await projectZips();
  emulator = await startEmulator({ name: 'check-emulator' });
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
  const aws = connect({ endpoint: emulator.endpoint, region: LOCAL_REGION, credentials });
  lab = await buildLab(aws, { account: ACCOUNT, region: LOCAL_REGION, zips });
});
after(async () => {
  await stopAllLeashed();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run check', () => {
  it('gives a lab that is right all points, to the terminal and to files, and leaves nothing behind', async () => {
    const earlier = await keysOf(lab);
    const files = ['json', 'html', 'markdown', 'junit', 'gradescope'].map(
      (format) => `${format}=${format}.out`,
    );
    const formats = ['terminal', ...files].flatMap((format) => ['--format', format]);
    const { status, output } = await check([...formats, '--save', 'facts.json'], account());
    assert.equal(status, 0, output);
    assert.match(output, /100 of 100/);
    for (const line of output.split('\n')) assert.ok([...line].length <= 80, line);
    assert.match(read('html.out'), /^<!doctype html>/i);
    const steps = JSON.parse(read('json.out')).tasks.flatMap((task: Grade['tasks'][number]) => task.steps);
    assert.equal(read('junit.out').match(/<testcase name/g)?.length, steps.length);
    assert.doesNotMatch(read('junit.out'), /<failure/);
    assert.deepEqual(JSON.parse(read('gradescope.out')).score, 110);
    assert.deepEqual(await keysOf(lab), earlier);
  });

  it('writes JSON as its schema says', () => {
    const schema = JSON.parse(readFileSync(new URL('report/grade.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    assert.ok(validate(JSON.parse(read('json.out'))), JSON.stringify(validate.errors));
  });

  it('masks the account in all that may be shared', () => {
    for (const file of [
      'json.out',
      'html.out',
      'markdown.out',
      'junit.out',
      'gradescope.out',
      'facts.json',
    ]) {
      assert.ok(!read(file).includes(ACCOUNT), file);
    }
  });

  it('gives the same grade again from what it saved, without credentials', async () => {
    const { status } = await check(['--from', 'facts.json', '--format', 'json=again.json'], {});
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(read('again.json')), JSON.parse(read('json.out')));
  });

  it('ends with 1 when something is wrong, and says so in test results too', async () => {
    writeFileSync(path.join(folder, 'wrong.json'), JSON.stringify(fixtureFacts['one-wrong']));
    const { status } = await check(['--from', 'wrong.json', '--format', 'junit=wrong.xml'], {});
    assert.equal(status, 1);
    const failures = read('wrong.xml').match(/<failure .*message="[^"]*/g) ?? [];
    assert.equal(failures.length, 5);
    assert.match(
      failures[0] ?? '',
      /fail \(0 of 4 points\): The access policy of thumbnail-queue does not let/,
    );
    assert.match(failures[1] ?? '', /blocked \(0 of 2\.5 points\): Waits for 2\.1\.policy/);
  });

  it('grades a lab in any region', async () => {
    const region = 'eu-west-1';
    const elsewhere = '100000000002';
    const credentials = { accessKeyId: elsewhere, secretAccessKey: 'local' };
    const aws = connect({ endpoint: emulator.endpoint, region, credentials });
    await buildLab(aws, { account: elsewhere, region, zips: lab.zips });
    const args = ['--region', region, '--format', 'json=elsewhere.json'];
    const { status, output } = await check(args, account(elsewhere));
    assert.equal(status, 0, output);
    const grade: Grade = JSON.parse(read('elsewhere.json'));
    assert.deepEqual([grade.region, grade.score, grade.bonus], [region, 100, 10]);
  });

  it('grades a part, read-only', async () => {
    const args = ['--task', '3', '--task', '7.2', '--read-only', '--format', 'json=part.json'];
    assert.equal((await check(args, account())).status, 0);
    const grade: Grade = JSON.parse(read('part.json'));
    assert.deepEqual(
      grade.tasks.map(({ id, verdict }) => [id, verdict]),
      [
        ['3.1', 'pass'],
        ['3.2', 'pass'],
        ['7.2', 'pass'],
      ],
    );
    assert.equal(grade.maxScore, 27);
  });

  it('removes what it made when Ctrl-C comes in the middle', async () => {
    const earlier = await keysOf(lab);
    const started = start([], account());
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output += text));
    while ((await keysOf(lab)).length === earlier.length && started.exitCode === null) {}
    started.kill('SIGINT');
    const [status] = await once(started, 'close');
    assert.equal(status, 130, output);
    assert.deepEqual(await keysOf(lab), earlier);
  });
});

describe('npm run check could not grade, and says why', () => {
  for (const [name, args, environment, message] of [
    ['no credentials', [], () => ({ AWS_REGION: LOCAL_REGION }), /does not accept your credentials/],
    ['no region', [], () => ({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }), /No region is set/],
    ['wrong credentials', [], () => account('AKIAIOSFODNN7EXAMPLE'), /does not accept your credentials/],
    ['no network', [], () => ({ ...account(), AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }), /cannot be reached/],
    ['no such profile', ['--profile', 'nobody'], () => ({ AWS_REGION: LOCAL_REGION }), /nobody/],
    ['no such file', ['--from', 'nowhere.json'], () => ({}), /nowhere\.json/],
    ['no region in the profile', ['--profile', 'nobody'], () => ({}), /There is no profile 'nobody'/],
    [
      'nowhere to save',
      ['--save', 'no/where.json'],
      () => account(),
      /no\/where\.json cannot be written: there is no folder/,
    ],
    ['no such flag', ['--tusk'], () => ({}), /Unknown option '--tusk'/],
  ] as const) {
    it(name, async () => {
      const { status, output } = await check(args, environment());
      assert.equal(status, 2, output);
      assert.match(output, message);
      assert.match(output, /Try: /);
    });
  }
});

function account(accessKeyId = ACCOUNT): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

function read(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

async function keysOf({ aws, bucket }: BuiltLab): Promise<string[]> {
  const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = '' }) => Key);
}

/** As npm does it, in an environment of its own. */
function start(args: readonly string[], environment: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const own = {
    ...{ PATH, HOME, INIT_CWD: folder },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return spawn(node24, ['--import', 'tsx', 'checks/check.ts', ...args], {
    cwd: root,
    env: { ...own, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function check(args: readonly string[], environment: Record<string, string>) {
  const started = start(args, environment);
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(started, 'close');
  return { status, output };
}
