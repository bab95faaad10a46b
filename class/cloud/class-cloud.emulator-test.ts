/** Deploys class/grading.yaml on the embedded AWS, which enforces IAM, and grades a class with it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { connect } from '../../account/connect.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { silently } from '../../cli/step.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { buildLab, buildUntil } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import type { Learner } from '../learner.ts';
import { type ClassStack, findClassStack } from './class-stack.ts';
import { deployClass } from './deploy-class.ts';
import { keysOf } from './result-store.ts';
import { continueRun, listKeys, readText, resultKeys, type StartedRun, startRun, untilEnd } from './runs.ts';

const STACK = 'class-test';
const ids = ['0001', 'ada', '=SUM(A1)', 'a/../b', 'no-role', 'wrong-id'];
const accountOf = (id: string) => `57000000000${ids.indexOf(id)}`;

const learners: Learner[] = ids.map((id, index) => ({
  ...{ id, name: `Learner ${id}`, email: `l${index}@example.com`, line: index + 2 },
  access: {
    kind: 'role',
    roleArn: `arn:aws:iam::${accountOf(id)}:role/ImageLabGrader`,
    externalId: id === 'wrong-id' ? 'of-somebody-else' : `external-${index}`,
  },
}));

const settings = { readOnly: true, tasks: [], without: [], timeout: 120, title: 'Lab 4' } as const;

let endpoint: string;
let stack: ClassStack;

before(async () => {
  const zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'class-cloud-test' }));
  for (const id of ids.filter((one) => one !== 'no-role')) {
    const account = accountOf(id);
    const aws = clients(account);
    const lab = { account, region: LOCAL_REGION, zips };
    if (id === 'ada') await buildUntil(aws, lab, '3.1');
    else if (id !== 'wrong-id') await buildLab(aws, lab);
    await makeRole(account, `external-${ids.indexOf(id)}`);
  }
  await deployClass({ stack: STACK, parameters: { AtOnce: '2' }, endpoint }, silently);
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  stack = await findClassStack({ endpoint, region: LOCAL_REGION, credentials }, STACK);
});
after(stopAllLeashed);

describe('a class on Step Functions', () => {
  let run: StartedRun;

  it('goes on after it was stopped in the middle, and grades nobody twice', async () => {
    run = await startRun(stack, learners, settings);
    while ((await resultKeys(stack, run.run)).length < 2) await sleep(100);
    await stack.sfn.send(new StopExecutionCommand({ executionArn: run.executionArn }));
    const again = await continueRun(stack);
    assert.equal(again.run, run.run);
    const end = await untilEnd(stack, again, QUIETLY);
    assert.equal(end.status, 'SUCCEEDED');
    assert.deepEqual(end.counts, { graded: 4, 'not-begun': 0, unreachable: 2, 'grader-failed': 0 });
    assert.equal((await resultKeys(stack, run.run)).length, ids.length);
    const graded = (await logLines()).filter((line) => line.run === run.run && line.status !== 'done');
    assert.deepEqual(graded.map(({ id }) => id).sort(), [...ids].sort());
  });

  it('gives everybody the right grade, and says why somebody has none', async () => {
    const { report } = keysOf(run.run);
    const { learners: found } = JSON.parse(await readText(stack, `${report}class.json`));
    const short = Object.fromEntries(found.map((one: Found) => [one.id, one.grade?.score ?? one.status]));
    const open = found.flatMap(({ id, grade }: Found) =>
      id === 'ada'
        ? []
        : (grade?.tasks ?? []).flatMap(({ steps }) => steps).filter(({ verdict }) => verdict !== 'pass'),
    );
    assert.deepEqual(open, []);
    assert.deepEqual(short, {
      ...{ '0001': 100, ada: 35, '=SUM(A1)': 100, 'a/../b': 100 },
      ...{ 'no-role': 'unreachable', 'wrong-id': 'unreachable' },
    });
  });

  it('writes the gradebook, the page of the class and a page for each learner with a grade', async () => {
    const { report } = keysOf(run.run);
    const files = (await listKeys(stack, report)).map((key) => key.slice(report.length));
    assert.ok(
      ['gradebook.csv', 'class.html', 'class.json', 'summary.md'].every((name) => files.includes(name)),
    );
    assert.equal(files.filter((name) => name.startsWith('learners/')).length, 4);
    assert.match(await readText(stack, `${report}gradebook.csv`), /"0001","Learner 0001"/);
    assert.match(await readText(stack, `${report}class.html`), /^<!doctype html>[\s\S]*Lab 4/);
  });

  it('takes over a learner whose invocation was killed, once the time of its claim is over', async () => {
    const last = learners.slice(0, 1);
    const claim = (until: number) => JSON.stringify({ until: new Date(until).toISOString() });
    const begun = new Date(Date.now() + 1000);
    const runName = begun.toISOString().replaceAll(/[:.]/g, '-');
    const Key = keysOf(runName).claim('0001');
    await stack.s3.send(new PutObjectCommand({ Bucket: stack.bucket, Key, Body: claim(Date.now() + 3000) }));
    const started = await startRun(stack, last, settings, begun);
    const end = await untilEnd(stack, started, QUIETLY);
    assert.deepEqual(end.counts, { graded: 1, 'not-begun': 0, unreachable: 0, 'grader-failed': 0 });
  });

  it('lets nobody else read its results', async () => {
    const { s3 } = clients(accountOf('ada'));
    const [Key] = await resultKeys(stack, run.run);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: stack.bucket, Key })));
  });
});

interface Found {
  id: string;
  status: string;
  grade: { score: number; tasks: { steps: { verdict: string }[] }[] } | null;
}

const QUIETLY = { onProgress: () => {}, interval: 300, signal: new AbortController().signal };

/** What the function logged: one line for each learner that it graded. */
async function logLines(): Promise<{ run: string; id: string; status: string }[]> {
  const { logs } = clients(LOCAL_ACCOUNT);
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/${STACK}/grade-learner`, filterPattern: 'run' }),
  );
  return events.flatMap(({ message = '' }) => {
    const [json] = /\{"run":.*\}/.exec(message) ?? [];
    return json === undefined ? [] : [JSON.parse(json)];
  });
}

function clients(account: string) {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials });
}

async function makeRole(account: string, externalId: string): Promise<void> {
  const { iam } = clients(account);
  const RoleName = 'ImageLabGrader';
  const Statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${LOCAL_ACCOUNT}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = readFileSync(new URL('../../checks/rights/read-only.json', import.meta.url), 'utf8');
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'Grade', PolicyDocument }));
}
