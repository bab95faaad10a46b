import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { connect } from '../account/connect.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { node24, root, typeScriptArguments } from '../cli/project.mjs';
import { type Emulator, startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION, localVariables } from '../local/local-aws.ts';
import { type BuiltLab, buildLab } from '../solve/labs/hand-built-lab.ts';
import { projectZips } from '../solve/labs/project-zips.ts';
import { fixtureFacts } from '../test/fixtures/grades.ts';
import type { JsonGrade } from './report/json.ts';

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
  it('gives a correct lab all points, on the terminal and in files, and leaves nothing behind', async () => {
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
    const steps = JSON.parse(read('json.out')).tasks.flatMap(
      (task: JsonGrade['tasks'][number]) => task.steps,
    );
    assert.equal(read('junit.out').match(/<testcase name/g)?.length, steps.length);
    assert.doesNotMatch(read('junit.out'), /<failure/);
    assert.deepEqual(JSON.parse(read('gradescope.out')).score, 110);
    assert.deepEqual(await keysOf(lab), earlier);
  });

  it('writes JSON that matches its schema', () => {
    const schema = JSON.parse(readFileSync(new URL('report/grade.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    assert.ok(validate(JSON.parse(read('json.out'))), JSON.stringify(validate.errors));
  });

  it('masks the account in everything that may be shared', () => {
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

  it('gives the same grade from saved facts, without credentials', async () => {
    const { status } = await check(['--from', 'facts.json', '--format', 'json=again.json'], {});
    assert.equal(status, 0);
    const [again, first] = ['again.json', 'json.out'].map((file): JsonGrade => JSON.parse(read(file)));
    const { provenance } = again ?? assert.fail();
    assert.deepEqual([provenance.source, provenance.verified], ['file', false]);
    const asSeen = { ...provenance, source: 'account', verified: true };
    assert.deepEqual({ ...again, provenance: asSeen }, first);
    assert.deepEqual([provenance.endpoint, provenance.builtBy], ['embedded', 'hand']);
    assert.deepEqual(provenance.origins, [emulator.endpoint]);
    assert.match(provenance.accountDigest, /^[0-9a-f]{16}$/);
  });

  it('exits with 1 when something is wrong, and says so in test results too', async () => {
    writeFileSync(path.join(folder, 'wrong.json'), JSON.stringify(fixtureFacts['one-wrong']));
    const { status } = await check(['--from', 'wrong.json', '--format', 'junit=wrong.xml'], {});
    assert.equal(status, 1);
    const failures = read('wrong.xml').match(/<failure .*message="[^"]*/g) ?? [];
    assert.equal(failures.length, 5);
    assert.match(
      failures[0] ?? '',
      /fail \(0 of 4 points\): resize-image-topic-0001 is not allowed to send messages to thumbnail-queue/,
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
    const grade: JsonGrade = JSON.parse(read('elsewhere.json'));
    assert.deepEqual([grade.region, grade.score, grade.bonus], [region, 100, 10]);
  });

  it('grades a part, read-only', async () => {
    const args = ['--task', '3', '--task', '7.2', '--read-only', '--format', 'json=part.json'];
    assert.equal((await check(args, account())).status, 0);
    const grade: JsonGrade = JSON.parse(read('part.json'));
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

  it('works with exactly the variables that npm start prints', async () => {
    const { status, output } = await check(['--read-only', '--task', '1'], {
      ...localVariables(emulator.endpoint),
      AWS_ACCESS_KEY_ID: ACCOUNT,
    });
    assert.equal(status, 0, output);
  });

  it('prefers AWS_REGION to AWS_DEFAULT_REGION, as the AWS CLI does', async () => {
    const regions = { AWS_REGION: LOCAL_REGION, AWS_DEFAULT_REGION: 'us-east-1' };
    const { status, output } = await check(['--read-only', '--task', '1'], { ...account(), ...regions });
    assert.equal(status, 0, output);
  });

  it('probes once while it watches and nothing changes, and says that a probe sends emails', async () => {
    const started = start(['--watch'], account());
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output += text));
    const isClosed = once(started, 'close');
    while (!/Nothing changed/.test(output) && started.exitCode === null) await once(started.stdout, 'data');
    started.kill('SIGINT');
    await isClosed;
    assert.match(output, /^Grades the lab every 10 s.*\n.*\n.*you get two emails\s+each time/);
    assert.equal(output.match(/Publishing a test message/g)?.length, 1, output);
  });

  it('removes what it created when Ctrl-C is pressed during the probe', async () => {
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
    ['no region in the profile', ['--profile', 'nobody'], () => ({}), /The profile 'nobody' does not exist/],
    [
      'nowhere to save',
      ['--save', 'no/where.json'],
      () => account(),
      /no\/where\.json cannot be written, because the folder .* does not exist/,
    ],
    ['two inputs', ['--from', 'facts.json', '--from', 'b.json'], () => ({}), /--from is given twice/],
    [
      'an output that is the input',
      ['--from', 'facts.json', '--save', './x/../facts.json'],
      () => ({}),
      /are the same file, which would be read and written/,
    ],
    ['no such flag', ['--tusk'], () => ({}), /Unknown option '--tusk'/],
    ['no region to watch', ['--watch'], () => ({}), /No region is set/],
    ['no credentials to watch', ['--watch'], () => ({ AWS_REGION: LOCAL_REGION }), /does not accept/],
  ] as const) {
    it(name, async () => {
      const { status, output } = await check(args, environment());
      assert.equal(status, 2, output);
      assert.match(output, message);
      assert.equal(output.match(/✗/g)?.length, 1, output);
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

/** Runs the command as npm does, in its own environment. */
function start(args: readonly string[], environment: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const own = {
    ...{ PATH, HOME, INIT_CWD: folder },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return spawn(node24, [...typeScriptArguments, 'checks/check.ts', ...args], {
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
