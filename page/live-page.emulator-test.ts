/** Follows real pictures through the embedded AWS with the live page: good ones, a damaged one, and with faults. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { connect } from '../account/connect.ts';
import type { Aws } from '../aws/clients.ts';
import { poll } from '../aws/poll.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { localFolder } from '../cli/project.mjs';
import { OUTPUT_NAMES } from '../lab/output-names.ts';
import { localAccount } from '../local/chosen-account.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { type Lab, startLab } from '../local/lab.ts';
import { LOCAL_ACCOUNT } from '../local/local-aws.ts';
import { samplePicture } from '../local/pictures.ts';
import { withFastRetries } from '../test/fixtures/fast-retries.ts';
import { openAccountPage } from './account/account-page.ts';
import type { Change } from './change.ts';
import type { Command } from './command.ts';
import { type LivePage, openLivePage } from './live/live-page.ts';
import type { PageState, Upload } from './state.ts';

const NAME = 'live-page-test';
const faultFile = path.join(localFolder, `${NAME}-faults.json`);
let lab: Lab;
let aws: Aws;
let page: LivePage;
const changes: Change[] = [];

before(async () => {
  rmSync(faultFile, { force: true });
  lab = await startLab({ name: NAME });
  const account = { ...localAccount(lab.emulator), endpoint: lab.emulator.endpoint };
  aws = connect(account);
  const find = async () => lab.emulator;
  page = openLivePage({ mode: 'start', place: 'the test', account, find, faultFile, write: true });
  page.source.store.listen((change) => changes.push(change));
  await until('the page follows', ({ freshness, may }) => freshness.state === 'live' && may.upload.allowed);
});
after(async () => {
  await page.close();
  await stopAllLeashed();
});

async function until(what: string, isSo: (state: PageState) => unknown): Promise<PageState> {
  const look = async () => (isSo(page.source.store.state) ? page.source.store.state : undefined);
  const state = await poll(look, { milliseconds: 180_000, pauseMs: 50 });
  assert.ok(state, `waited in vain until ${what}`);
  return state;
}

const uploadIn = (state: PageState, id: string | undefined) => state.uploads.find((one) => one.id === id);
const kindsOf = ({ hops }: Upload, branch: string | null) =>
  hops.filter((hop) => hop.branch === branch).map(({ kind }) => kind);

async function ask(command: Command): Promise<string | undefined> {
  const result = await page.source.command(command);
  assert.ok(result.ok, JSON.stringify(result));
  return result.uploadId;
}

async function send(name: string): Promise<Upload> {
  const result = await page.source.upload(name, samplePicture().bytes);
  assert.ok(result.ok && result.uploadId, JSON.stringify(result));
  const { uploadId } = result;
  const state = await until(
    `${name} has come to its end`,
    (now) => uploadIn(now, uploadId)?.state !== 'under-way',
  );
  const upload = uploadIn(state, uploadId);
  assert.ok(upload);
  return upload;
}

describe('the live page', () => {
  it('shows every hop of a picture in the order in which it happened, and both outputs', async () => {
    const sent = await send('<img src=x onerror=alert(1)>.jpg');
    assert.equal(sent.state, 'done');
    assert.equal(sent.key, 'ingest/<img src=x onerror=alert(1)>.jpg');
    assert.deepEqual(kindsOf(sent, null), ['upload', 'notify']);
    for (const output of OUTPUT_NAMES)
      assert.deepEqual(kindsOf(sent, output), ['deliver', 'receive', 'run', 'write', 'delete']);
    const starts = sent.hops.map(({ endAt }) => endAt ?? 0);
    assert.ok(starts.every((at) => at >= sent.startedAt));
    const state = await until('the outputs are measured', (now) =>
      OUTPUT_NAMES.every((output) => uploadIn(now, sent.id)?.made[output]?.width),
    );
    const { made, source } = uploadIn(state, sent.id) ?? {};
    assert.deepEqual([source?.width, source?.height], [1600, 1200]);
    assert.deepEqual([made?.thumbnail?.width, made?.mobile?.width], [128, 640]);
    assert.ok((made?.thumbnail?.saved ?? 0) > 0.9);
    const picture = await page.source.picture(made?.mobile?.url?.split('/').at(-1) ?? '');
    assert.equal(picture?.mediaType, 'image/jpeg');
    assert.equal(picture?.bytes.length, made?.mobile?.bytes);
  });

  it('moves one token to the topic and one to each output, as the messages moved', async () => {
    const sent = await send('tokens.jpg');
    const moves = changes.flatMap((change) =>
      change.type === 'move' && sent.hops.some(({ id }) => id === change.hopId)
        ? [`${change.from}>${change.to}`]
        : [],
    );
    assert.deepEqual(moves.slice(0, 2), ['you>bucket', 'bucket>topic']);
    for (const output of OUTPUT_NAMES) {
      const own = moves.filter((move) => move.includes(`:${output}`));
      assert.deepEqual(own, [
        `topic>queue:${output}`,
        `queue:${output}>function:${output}`,
        `function:${output}>output:${output}`,
      ]);
    }
  });

  it('explains a hop with its payloads, its log, and the statement that allowed it', async () => {
    const sent = await send('explained.jpg');
    const detailOf = (kind: string) => page.source.hop(sent.hops.find((hop) => hop.kind === kind)?.id ?? '');
    const kinds = ['notify', 'deliver', 'run', 'write'];
    const [notify, deliver, run, write] = await Promise.all(kinds.map(detailOf));
    assert.match(notify?.payloads[0]?.text ?? '', /"key": "ingest\/explained\.jpg"/);
    assert.equal(notify?.policies[0]?.decision, 'allowed');
    assert.ok(notify?.policies[0]?.statements.some(({ decided }) => decided));
    assert.match(notify?.template[0]?.lines.join('\n') ?? '', /AWS::SNS::TopicPolicy/);
    assert.match(deliver?.payloads[0]?.text ?? '', /"Type": "Notification"/);
    assert.ok(run?.log?.lines.some(({ text }) => text.includes('explained.jpg')));
    assert.ok(run?.log?.report.some(({ name }) => name === 'Billed Duration'));
    assert.equal(notify?.task?.id, '3.2');
    const [judged] = write?.policies ?? [];
    assert.equal(judged?.decision, 'allowed', JSON.stringify(judged));
    assert.match(judged.request.resource, /:::.*\/(thumbnail|mobile)\/explained\.jpg$/);
    assert.ok(judged.statements.some(({ decided, effect }) => decided && effect === 'Allow'));
  });

  it('follows a damaged picture through its retries into the dead-letter queues, and back', async () => {
    const { id, state } = await withFastRetries(aws, async () => {
      const broken = await ask({ type: 'sample', which: 'broken' });
      const isDead = ({ causes }: PageState, branch: string) =>
        causes.some((one) => one.uploadId === broken && one.branch === branch && one.canRedrive);
      const dead = await until('both messages are dead letters', (now) =>
        OUTPUT_NAMES.every((output) => isDead(now, output)),
      );
      return { id: broken, state: dead };
    });
    const upload = uploadIn(state, id);
    assert.ok(upload);
    const twice = ['receive', 'run', 'return', 'receive', 'run', 'return'];
    for (const output of OUTPUT_NAMES)
      assert.deepEqual(kindsOf(upload, output), ['deliver', ...twice, 'dead-letter']);
    const [cause] = state.causes.filter(({ uploadId }) => uploadId === id);
    assert.match(cause?.what ?? '', /broken\.jpg: not a JPEG that can be read/);
    assert.ok(cause?.evidence.some((line) => line.startsWith('failed: ')));
    assert.equal(cause?.command, 'npm run dead-letters -- --local');
    const states = changes.flatMap((change) =>
      change.type === 'token' && change.token.uploadId === id && change.token.branch === 'mobile'
        ? [change.token.state.kind]
        : [],
    );
    assert.ok(states.includes('in-flight') && states.includes('backing-off'));
    const question = state.questions.find(({ about }) => about.kind === 'upload' && about.uploadId === id);
    assert.equal(question?.reveal?.right, 'again');
    await ask({ type: 'redrive', branch: 'mobile' });
    const after = await until('the message is sent again', (now) =>
      uploadIn(now, id)?.hops.some(({ kind }) => kind === 'redrive'),
    );
    assert.equal(uploadIn(after, id)?.hops.find(({ kind }) => kind === 'redrive')?.branch, 'mobile');
  });

  it('switches faults on and off, and the drawing and the grade say the same', async () => {
    const topicFault = { type: 'fault', id: 'topic-policy-of-another-account' } as const;
    const queueFault = { type: 'fault', id: 'queue-without-a-policy' } as const;
    await ask({ ...topicFault, on: true });
    const stopped = await send('stopped.jpg');
    assert.deepEqual(kindsOf(stopped, null), ['upload', 'notify']);
    const broken = page.source.store.state;
    const cause = broken.causes.find(({ uploadId }) => uploadId === stopped.id);
    const evidence = cause?.evidence[0] ?? '';
    assert.match(evidence, /only when aws:SourceAccount is 123456789012, but S3 sends 111111111111/);
    const steps = broken.grade.grade?.tasks.flatMap((task) => task.steps) ?? [];
    assert.ok(steps.find(({ id }) => id === '3.1.publish')?.hint?.includes(evidence));
    assert.equal(broken.arrows['bucket>topic']?.open, false);
    assert.ok(broken.arrows['bucket>topic']?.notes[0]?.includes(evidence));
    // One fault is undone while another one stays.
    await ask({ ...queueFault, on: true });
    await ask({ ...topicFault, on: false });
    const half = await send('half.jpg');
    assert.equal(
      half.hops.find(({ kind, state }) => kind === 'deliver' && state === 'failed')?.branch,
      'mobile',
    );
    await ask({ type: 'undo-faults' });
    assert.ok(page.source.store.state.faults.every(({ state }) => state === 'off'));
    const whole = await send('whole.jpg');
    assert.equal(whole.state, 'done');
    const fixed = page.source.store.state.grade.grade?.tasks.flatMap((task) => task.steps) ?? [];
    assert.equal(fixed.find(({ id }) => id === '3.1.publish')?.verdict, 'pass');
  });

  it('lists calls with their decisions, and never a credential', async () => {
    await aws.iam.send(new CreateUserCommand({ UserName: 'somebody' }));
    const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName: 'somebody' }));
    const role = `arn:aws:iam::${LOCAL_ACCOUNT}:role/LabExecutionRole`;
    await aws.sts
      .send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'somebody' }))
      .catch(() => undefined);
    const { calls } = await until('the calls are there', (state) =>
      state.calls.some(({ action }) => action === 'sts:AssumeRole'),
    );
    const put = calls.find((call) => call.callerKind === 'function' && call.action === 's3:PutObject');
    assert.equal(put?.decision, 'allowed');
    assert.match(put?.by ?? '', /^policy of the caller/);
    const ofServices = calls.filter(({ callerKind }) => callerKind === 'service');
    for (const action of ['sns:Publish', 'sqs:SendMessage']) {
      const made = ofServices.findLast((call) => call.action === action);
      assert.equal(made?.decision, 'allowed', action);
      assert.match(made.by, /^policy of \S+, \S+/);
    }
    const refused = ofServices.find(({ decision }) => decision === 'denied');
    assert.match(refused?.by ?? '', /^no statement of the policy of /);
    const text = JSON.stringify(calls);
    assert.ok(AccessKey?.SecretAccessKey && AccessKey.AccessKeyId);
    for (const secret of [AccessKey.SecretAccessKey, AccessKey.AccessKeyId, 'AWS4-HMAC', 'SessionToken'])
      assert.ok(!text.includes(secret), secret.slice(0, 5));
    assert.ok(
      calls.every(({ request, response }) => (request?.length ?? 0) + (response?.length ?? 0) < 1300),
    );
    assert.ok(!calls.some(({ caller }) => caller.includes('image-lab-page-look')));
  });

  it('records everything without account ids', () => {
    const recording = page.source.recording();
    assert.doesNotMatch(recording, new RegExp(LOCAL_ACCOUNT));
    assert.match(recording, /broken\.jpg/);
  });

  it('shows an account without a journal, in a bounded number of calls, and changes nothing', async () => {
    const account = await openAccountPage(localAccount(lab.emulator), { write: false });
    try {
      const { store, upload } = account.source;
      const look = async () => (store.state.uploads.some(({ state }) => state === 'done') ? true : undefined);
      assert.ok(await poll(look, { milliseconds: 180_000, pauseMs: 200 }));
      const done = store.state.uploads.find(({ key }) => key === 'ingest/whole.jpg');
      assert.ok(done);
      assert.deepEqual(kindsOf(done, null), ['upload']);
      for (const output of OUTPUT_NAMES) assert.deepEqual(kindsOf(done, output), ['run', 'write']);
      const { rate, parts, may } = store.state;
      assert.ok(rate !== null && rate.lastMinute > 0 && rate.lastMinute <= rate.most);
      assert.ok((parts['function:mobile'].counts.invocations ?? 0) > 0);
      assert.equal(may.upload.allowed, false);
      assert.match(JSON.stringify(await upload('no.jpg', new Uint8Array(1))), /--write/);
    } finally {
      await account.close();
    }
  });

  it('says that it is offline when the embedded AWS stops, and goes on when it is up again', async () => {
    await lab.emulator.stop();
    const { freshness } = await until('it is offline', (state) => state.freshness.state === 'offline');
    assert.match(freshness.words, /does not answer/);
    const port = Number(new URL(lab.emulator.endpoint).port);
    lab.emulator = await startEmulator({ name: NAME, port });
    // The state of the first start is gone.
    const state = await until(
      'it is live again, in an empty account',
      ({ freshness: now, parts, may }) =>
        now.state === 'live' && parts.topic.exists === 'no' && !may.upload.allowed,
    );
    assert.equal(state.arrows['bucket>topic']?.open, false);
    assert.deepEqual(state.tokens, {});
  });
});
