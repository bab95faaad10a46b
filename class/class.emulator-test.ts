/** Grades a small class on the embedded AWS, with the kinds of trouble that a real class has. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { writeFacts } from '../account/observe/facts-file.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { root } from '../cli/project.mjs';
import { startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { mutants } from '../solve/faults/mutants.ts';
import { given } from '../solve/labs/given.ts';
import { projectZips } from '../solve/labs/project-zips.ts';
import { type Built, buildClass, clientsOf, INSTRUCTOR, type Plan } from './demo/build-class.ts';
import { type GradedLearner, gradeLearner } from './grade-learner.ts';
import type { Learner } from './learner.ts';
import { runClass } from './run-class.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-class-'));
const setUp = (name: string) => given(mutants.find((mutant) => mutant.name === name));

/** The labs that are built: two right ones, two with mistakes, one in the middle, and an account with nothing in it. */
const PLANS: readonly Plan[] = [
  [],
  [],
  [setUp('queue-policy-of-another-topic')],
  [setUp('queue-policy-of-another-topic'), setUp('custom-role-trusts-ec2')],
  [setUp('stopped-after-task-2')],
  [setUp('not-begun')],
].map((setUps, index) => ({
  ...{ account: String(310_000_000_000 + index), setUps },
  externalId: `external-${index}`,
}));

const THROTTLED = '320000000001';
const HUNG = '320000000002';

let endpoint = '';
let proxy: Server;
let built: Built[] = [];

before(async () => {
  const zips = await projectZips();
  const emulator = await startEmulator({ name: 'class-test' });
  proxy = await startProxy(emulator.endpoint);
  endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  built = await buildClass(PLANS, { endpoint: emulator.endpoint, zips, sideBySide: 3 });
  const profiles = [THROTTLED, HUNG].map(
    (account) => `[${account}]\naws_access_key_id = ${account}\naws_secret_access_key = local\n`,
  );
  writeFileSync(path.join(folder, 'credentials'), profiles.join('\n'));
  process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(folder, 'credentials');
});

after(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await stopAllLeashed();
  rmSync(folder, { recursive: true });
});

/** Passes requests on, except those of two accounts: one is always throttled, and one never gets an answer. */
async function startProxy(target: string): Promise<Server> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const credential = incoming.headers.authorization ?? '';
    if (credential.includes(`Credential=${HUNG}/`)) return;
    if (credential.includes(`Credential=${THROTTLED}/`)) {
      const body =
        '<ErrorResponse><Error><Code>ThrottlingException</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
      incoming.resume().on('end', () => outgoing.writeHead(400, { 'content-type': 'text/xml' }).end(body));
      return;
    }
    const { method = 'GET', url = '/', headers } = incoming;
    const passed = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function learner(id: string, access: Learner['access'], changes: Partial<Learner> = {}): Learner {
  return { id, name: `Name ${id}`, email: '', access, line: 2, ...changes };
}

function byRole(index: number, change: { externalId?: string; role?: string } = {}): Learner['access'] {
  const { roleArn, externalId } = given(built[index]);
  return {
    kind: 'role',
    roleArn: roleArn.replace(/[^/]+$/, (name) => change.role ?? name),
    externalId: change.externalId ?? externalId,
  };
}

const base = () => ({
  ...{ endpoint, region: LOCAL_REGION },
  credentials: { accessKeyId: INSTRUCTOR, secretAccessKey: 'local' },
});

const place = () => ({ base: base(), factsFile: (file: string) => path.resolve(folder, file) });

describe('a class', () => {
  const found = new Map<string, GradedLearner>();

  before(async () => {
    const facts = path.join(folder, 'sent.json');
    const sent = await gradeLearner(learner('x', byRole(0)), { readOnly: true, seconds: 300 }, place());
    writeFacts(facts, given(sent.facts), { showAccount: false });
    const learners = [
      learner('hung', { kind: 'profile', profile: HUNG }),
      learner('throttled', { kind: 'profile', profile: THROTTLED }),
      learner('right', byRole(0)),
      learner('one-fault', byRole(2)),
      learner('two-faults', byRole(3)),
      learner('halfway', byRole(4)),
      learner('not-begun', byRole(5)),
      learner('wrong-external-id', byRole(0, { externalId: 'another' })),
      learner('no-role', byRole(0, { role: 'Nobody' })),
      learner('no-profile', { kind: 'profile', profile: 'nobody' }),
      learner('from-file', { kind: 'facts', file: 'sent.json' }),
      learner('no-file', { kind: 'facts', file: 'missing.json' }),
      learner('no-way', { kind: 'none' }),
      learner('other-account', byRole(1), { account: '999999999998' }),
      learner('<b>"\u202e', byRole(1)),
    ];
    await runClass({
      ...{ learners, atOnce: 5, signal: new AbortController().signal, onChange: () => {} },
      // Only the hung learner's time must end soon, because nothing else depends on the clock.
      grade: (one) => gradeLearner(one, { readOnly: true, seconds: one.id === 'hung' ? 5 : 300 }, place()),
      keep: ({ id }, graded) => found.set(id, graded),
    });
    assert.equal(found.size, learners.length);
  });

  const resultOf = (id: string) => given(found.get(id)).result;

  it('grades the right lab, the wrong ones and the unfinished one', () => {
    const scores = ['right', 'one-fault', 'halfway', 'not-begun', '<b>"\u202e'].map((id) => {
      const { status, grade } = resultOf(id);
      return [status, grade?.score];
    });
    assert.deepEqual(scores, [
      ['graded', 100],
      ['graded', 96],
      ['graded', 25],
      ['not-begun', 0],
      ['graded', 100],
    ]);
    const failed = resultOf('two-faults').grade?.tasks.flatMap(({ steps }) =>
      steps.flatMap(({ id, verdict }) => (verdict === 'fail' ? id : [])),
    );
    assert.deepEqual(failed, ['2.1.policy', '4.custom-trust']);
  });

  it('says of each kind of trouble what happened, and never makes it a zero', () => {
    const expected: Readonly<Record<string, [string, RegExp]>> = {
      'wrong-external-id': ['unreachable', /does not let the grader assume.*external id/],
      'no-role': ['unreachable', /role\/Nobody/],
      'no-profile': ['unreachable', /profile 'nobody'/],
      throttled: ['unreachable', /throttled/],
      hung: ['grader-failed', /time limit of 5 s/],
      'no-file': ['unreachable', /There is no file/],
      'no-way': ['not-begun', /names no way/],
      'other-account': ['unreachable', /expects the account …9998, but the way in leads to …0001/],
    };
    for (const [id, [status, trouble]] of Object.entries(expected)) {
      const result = resultOf(id);
      assert.deepEqual([result.status, result.grade, result.provenance], [status, null, null], id);
      assert.match(result.trouble ?? '', trouble, id);
    }
  });

  it('grades facts from a file, and does not call them verified', () => {
    const { grade, provenance } = resultOf('from-file');
    assert.deepEqual([grade?.score, provenance?.verified, provenance?.source], [100, false, 'file']);
    assert.equal(resultOf('right').provenance?.verified, true);
  });

  it('keeps neither credentials nor whole account ids', () => {
    const text = JSON.stringify([...found.values()]);
    for (const { account, externalId } of built)
      for (const secret of [account, externalId]) assert.ok(!text.includes(secret), secret);
    assert.ok(!/"ASIA|secretAccessKey|sessionToken/i.test(text));
  });

  it('removes what the probe created', async () => {
    const limits = { readOnly: false, seconds: 600 };
    const { result } = await gradeLearner(learner('probed', byRole(0)), limits, place());
    assert.deepEqual([result.grade?.score, result.grade?.mode, result.grade?.leftovers], [100, 'probe', []]);
    const { account } = given(built[0]);
    const { s3 } = clientsOf(account, endpoint);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: `my-pictures-${account}` }));
    const keys = Contents.map(({ Key }) => Key).filter((key) => !key?.endsWith('/'));
    assert.deepEqual(keys, ['ingest/HappyFace.jpg', 'mobile/HappyFace.jpg', 'thumbnail/HappyFace.jpg']);
  });
});

describe('npm run class', () => {
  const out = path.join(folder, 'grades');
  const roster = path.join(folder, 'roster.csv');
  const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(Boolean) : []);
  const journal = path.join(out, 'journal.jsonl');
  const gradedIds = () =>
    lines().flatMap((line) => {
      const one = JSON.parse(line);
      return one.kind === 'result' ? [String(one.result.id)] : [];
    });

  before(() => {
    const rows = built.map(
      ({ roleArn, externalId }, index) => `00${index},L ${index},${roleArn},${externalId}`,
    );
    writeFileSync(roster, ['id,name,role_arn,external_id', ...rows].join('\n'));
  });

  const run = (...more: string[]) => command(roster, ...more);

  function command(file: string, ...more: string[]) {
    const args = ['cli/run.mjs', 'class/class.ts', file, '--out', out, '--timeout', '600', ...more];
    const env = {
      ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: LOCAL_REGION, AWS_ACCESS_KEY_ID: INSTRUCTOR },
      ...{ AWS_SECRET_ACCESS_KEY: 'local', AWS_EC2_METADATA_DISABLED: 'true', npm_lifecycle_event: 'class' },
    };
    return execa(process.execPath, args, { cwd: root, env, reject: false, detached: true });
  }

  it('tries each way in with --check-roster, and grades nobody', async () => {
    const wrong = path.join(folder, 'wrong.csv');
    const [first, second] = built.map(({ roleArn, externalId }) => `${roleArn},${externalId}`);
    writeFileSync(wrong, `id,role_arn,external_id\na,${first}\nb,${first}\nc,${second}x\nd,,\n`);
    const { stdout, exitCode } = await command(wrong, '--check-roster');
    assert.match(stdout, /line 3: b: This is the same account as that of a on line 2/);
    assert.match(stdout, /line 4: c: AWS does not let the grader assume/);
    assert.match(stdout, /line 5: d: the roster names no way/);
    assert.equal(exitCode, 2);
    assert.ok(!existsSync(journal));
  });

  it('continues after a kill, and grades nobody twice', async () => {
    const first = run('--at-once', '1');
    let ended = false;
    const end = first.then(() => {
      ended = true;
    });
    while (gradedIds().length < 2 && !ended) await sleep(20);
    // The whole group: neither the command nor the process that set it up can clean up.
    process.kill(-given(first.pid), 'SIGKILL');
    await end;
    const before = gradedIds();
    assert.ok(before.length >= 2 && before.length < built.length, before.join());
    const { stdout, exitCode } = await run();
    assert.deepEqual(gradedIds().toSorted(), ['000', '001', '002', '003', '004', '005']);
    assert.match(stdout, /6 learners: 5 graded, 1 not begun\. 2 have everything right/);
    assert.equal(exitCode, 0);
  });

  it('grades nobody again unless it is asked to, and then keeps both results', async () => {
    await run();
    assert.equal(gradedIds().length, 6);
    await run('--again', '002');
    assert.deepEqual(gradedIds().slice(6), ['002']);
  });

  it('writes results that agree with each other', () => {
    const { learners } = JSON.parse(readFileSync(path.join(out, 'class.json'), 'utf8'));
    const scores = learners.map((one: { grade: { score: number } }) => one.grade.score);
    assert.deepEqual(scores.slice(0, 2), [100, 100]);
    const lines = readFileSync(path.join(out, 'gradebook.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
    assert.deepEqual(
      lines.map((line) => Number(line.split('","')[4])),
      scores,
    );
    for (const file of [
      'class.html',
      'junit.xml',
      'summary.md',
      'learners/002.html',
      'gradescope/002/results.json',
    ])
      assert.ok(existsSync(path.join(out, file)), file);
  });
});
