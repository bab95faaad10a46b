/** Tests `npm run lab` and its AWS CLI as a user starts them: in a shell, with settings of another account. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { stopAllLeashed } from '../cli/leashed.ts';
import { localFolder, node24, root, typeScriptArguments } from '../cli/project.mjs';
import { type Shell, shellSettings } from '../local/by-hand/shell-settings.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { inTerminal } from '../test/fixtures/in-terminal.ts';

const NAME = `lab-test-${process.pid}`;
const { npm_lifecycle_event: _event, NODE_TEST_CONTEXT: _context, ...own } = process.env;
/** A user's settings that would lead the AWS CLI away from the lab. */
const env = {
  ...own,
  IMAGE_LAB_BY_HAND: NAME,
  AWS_PROFILE: 'company',
  AWS_REGION: 'us-west-2',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
  AWS_CA_BUNDLE: '/missing',
  HTTP_PROXY: 'http://127.0.0.1:9',
  http_proxy: 'http://127.0.0.1:9',
};
interface Running {
  says(text: RegExp): Promise<void>;
  end(signal: NodeJS.Signals): Promise<number | null>;
  output(): string;
}

const inFolder = { cwd: root, env, extendEnv: false } as const;
const ACCOUNT_OF_AWS = 'aws sts get-caller-identity --query Account --output text';
const running: Running[] = [];

after(async () => {
  for (const lab of running) await lab.end('SIGKILL');
  await stopAllLeashed();
  rmSync(path.join(localFolder, NAME), { recursive: true, force: true });
});

async function startLab(...args: string[]): Promise<Running> {
  const script = [...typeScriptArguments, 'page/lab.ts', ...args];
  const child = spawn(node24, script, { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data;
    });
  const ended = once(child, 'exit');
  const says = async (text: RegExp) => {
    while (!text.test(output)) {
      assert.equal(child.exitCode ?? child.signalCode, null, output);
      await sleep(50);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await ended)[0] as number | null;
  };
  const lab = { says, end, output: () => output };
  running.push(lab);
  await says(/Ctrl-C stops the lab/);
  return lab;
}

/** Runs a script in bash after `eval "$(npm run --silent lab -- --env)"`. */
async function inShell(script: string) {
  const { stdout, stderr, exitCode } = await execa('bash', ['-c', `${shellSettings('bash')}\n${script}`], {
    ...{ cwd: root, env, extendEnv: false, reject: false },
  });
  return { stdout, stderr, exitCode };
}

describe('npm run lab', () => {
  it('starts an empty account, which aws reaches whatever the settings of the user are', async () => {
    const lab = await startLab();
    assert.match(lab.output(), /Your first task: 1\. /);
    const { stdout, stderr } = await inShell(`
      aws sts get-caller-identity --query Account --output text
      aws sns create-topic --name resize-image-topic-4711 --query TopicArn --output text
      aws sqs create-queue --queue-name thumbnail-queue --query QueueUrl --output text`);
    assert.equal(stderr, '');
    const [account, topic, queue = ''] = stdout.split('\n');
    assert.equal(account, '111111111111');
    assert.equal(topic, 'arn:aws:sns:ap-northeast-1:111111111111:resize-image-topic-4711');
    assert.match(queue, /^http:\/\/127\.0\.0\.1:\d+\/111111111111\/thumbnail-queue$/);
  });

  it('is reached from fish, whatever aws is there', async (t) => {
    const script = ['alias aws=false', shellSettings('fish'), ACCOUNT_OF_AWS].join('\n');
    const ran = await execa('fish', ['--no-config', '-c', script], { ...inFolder, reject: false });
    if (ran.code === 'ENOENT') return t.diagnostic('fish is not installed, so its commands did not run');
    assert.deepEqual([ran.stdout, ran.stderr], ['111111111111', '']);
  });

  it('has commands for each shell, which put its aws first on PATH and remove an alias', () => {
    const folder = path.join(localFolder, 'lab-commands');
    const lines = (shell: Shell) => shellSettings(shell).split('\n');
    assert.equal(shellSettings('zsh'), shellSettings('bash'));
    assert.deepEqual(lines('fish'), [`set -gx PATH '${folder}' $PATH`, 'functions --erase aws']);
    assert.deepEqual(lines('powershell'), [
      `$env:PATH = '${folder}' + [IO.Path]::PathSeparator + $env:PATH`,
      'Remove-Item Alias:aws, Function:aws -ErrorAction SilentlyContinue',
    ]);
  });

  it('refuses options that lead to another account', async () => {
    const { exitCode, stderr } = await inShell('aws sns list-topics --region us-east-1');
    assert.equal(exitCode, 252);
    assert.match(stderr, /This aws is for the lab only, so it does not take --region/);
  });

  it('shows the mail of a subscription, with a link that confirms it', async () => {
    const [lab] = running;
    await inShell(`aws sns subscribe --protocol email --notification-endpoint me@example.com \\
      --topic-arn arn:aws:sns:ap-northeast-1:111111111111:resize-image-topic-4711`);
    await lab?.says(/confirmation\.html/);
    const link = /http:\/\/\S+\/confirmation\.html\S+/.exec(lab?.output() ?? '')?.[0] ?? '';
    assert.equal((await fetch(link)).status, 200);
    const { stdout } = await inShell(
      'aws sns list-subscriptions --query Subscriptions[].Endpoint --output text',
    );
    assert.equal(stdout, 'me@example.com');
  });

  it('says that it is already up, and does not start over then', async () => {
    const again = await execa(node24, [...typeScriptArguments, 'page/lab.ts'], { cwd: root, env });
    assert.match(again.stdout, /The lab is already up at/);
    const reset = [...typeScriptArguments, 'page/lab.ts', '--reset', '--yes'];
    const refused = await execa(node24, reset, { cwd: root, env, reject: false });
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /The lab is up \(pid \d+\), so it cannot start over/);
  });

  it('is one of two labs, if npm start is up as well: the grader asks, and names the option', async () => {
    const started = await startEmulator({ name: `${NAME}-start` });
    const { endpoint, start } = started;
    const record = { pid: process.pid, start, endpoint, bucket: 'of-npm-start' };
    writeFileSync(path.join(localFolder, NAME, 'running-lab.json'), JSON.stringify(record));
    const byHand = JSON.parse(readFileSync(path.join(localFolder, NAME, 'running.json'), 'utf8')).endpoint;
    const check = ['checks/check.ts', '--local', '--read-only', '--task', '1'];
    const question = { question: /Use the one of \(1\) npm run lab or \(2\) npm start\? \[1\] / };
    const grades = { ...env, npm_lifecycle_event: 'check' };

    const unasked = await execa(node24, [...typeScriptArguments, ...check], { ...inFolder, reject: false });
    assert.match(
      unasked.stderr,
      /Two labs are up.*and --which names none[\s\S]*--local --which lab +# or --which start/,
    );
    assert.equal(unasked.exitCode, 2);
    const first = await inTerminal(check, grades, { ...question, answer: '\r' });
    assert.ok(first.output.includes(`embedded AWS (${byHand})`), first.output);
    const second = await inTerminal(check, grades, { ...question, answer: '2\r' });
    assert.ok(second.output.includes(`embedded AWS (${endpoint})`), second.output);
    const ended = await inTerminal(check, grades, { ...question, answer: '\x03' });
    assert.match(ended.output, /there was none. Nothing was done/);
    assert.equal(ended.exitCode, 2);
    const named = await execa(node24, [...typeScriptArguments, ...check, '--which', 'start'], {
      ...{ ...inFolder, reject: false },
    });
    assert.ok(named.stdout.includes(`embedded AWS (${endpoint})`), named.stdout);
    await started.stop();
  });

  it('keeps the work when it is killed, and when it is stopped', async () => {
    // The state is saved every second.
    await sleep(2500);
    await running[0]?.end('SIGKILL');
    const second = await startLab();
    assert.match(second.output(), /Your next task: 2\.1\. [\s\S]*So far: 7 of 100 points · bonus 5 of 10/);
    assert.equal(await second.end('SIGINT'), 0);
    assert.match(second.output(), /The lab has stopped. Your work is kept/);
    const { exitCode, stderr } = await inShell('aws sns list-topics');
    assert.equal(exitCode, 252);
    assert.match(stderr, /Expected the lab of npm run lab to be up, but it is not/);
  });

  it('starts over only after a confirmation', async () => {
    const ask = [...typeScriptArguments, 'page/lab.ts', '--reset'];
    const refused = await execa(node24, ask, { cwd: root, env, reject: false, stdin: 'ignore' });
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /Nothing was removed/);
    const third = await startLab('--reset', '--yes');
    assert.match(third.output(), /Your first task: 1\. /);
    await third.end('SIGINT');
  });
});
