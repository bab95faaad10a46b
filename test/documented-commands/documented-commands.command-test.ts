/** `npm run test:commands` runs the commands in README, `docs/` and `lab/` as they are written there. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { readStack } from '../../account/stack.ts';
import { startLeashed, stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, packageBin, root, toolCommand } from '../../cli/project.mjs';
import { localClients, localEnvironment } from '../../local/local-aws.ts';
import {
  NOT_RUN,
  PARSED,
  RUN_ELSEWHERE,
  type Run,
  WITH_CHANGES,
  WITH_MESSAGES,
  WITHOUT_CHANGES,
} from './command-table.ts';
import { commandsIn, readDocumentedCommands } from './read-commands.ts';

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const samConfig = path.join(root, 'samconfig.toml');
const savedConfig = readFileSync(samConfig);
const bin = path.join(localFolder, 'documented-commands');
/** More would not help, because the commands mostly compute. */
const SIDE_BY_SIDE = 3;
const documented = readDocumentedCommands();
let endpoint = '';
let names: Readonly<Record<string, string>> = {};

before(async () => {
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  symlinkSync(toolCommand('sam'), path.join(bin, 'sam'));
  // Version 2 of the AWS CLI is in no registry, and version 1 ignores AWS_ENDPOINT_URL for SQS.
  const aws = `#!/bin/sh\nexec '${toolCommand('aws')}' --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;
  writeFileSync(path.join(bin, 'aws'), aws, { mode: 0o755 });
  endpoint = await startLab();
  const { outputs } = await readStack(localClients(endpoint).cloudFormation);
  names = {
    BUCKET: outputs.BucketName ?? '',
    QUEUE_URL: outputs.ThumbnailQueueUrl ?? '',
    KEY_ID: (await run('aws kms create-key --query KeyMetadata.KeyId --output text')).output,
  };
});
after(async () => {
  await stopAllLeashed();
  // `sam deploy --guided` saves its answers in this file.
  writeFileSync(samConfig, savedConfig);
});

describe('a command in README, docs/ or lab/', () => {
  const listed = [
    'npm start',
    ...[...WITHOUT_CHANGES, ...WITH_MESSAGES, ...WITH_CHANGES].map(({ command }) => command),
    ...Object.keys(RUN_ELSEWHERE),
    ...Object.keys(NOT_RUN),
  ];

  it('is read from blocks and from sentences', () => {
    const page = 'Run `npm start`, not `npm-check`.\n\n    sam build   # first\n\n```sh\naws s3 ls\n```\n';
    assert.deepEqual(commandsIn(page), ['npm start', 'sam build', 'aws s3 ls']);
  });

  it('is in exactly one list of command-table.ts, which has no other commands', () => {
    const others = [...documented.keys()].filter((command) => parsedScript(command) === undefined);
    assert.deepEqual(others.sort(), listed.sort());
  });

  it('names a script of package.json', () => {
    for (const command of documented.keys()) {
      const name = command.match(/^npm (?:run )?([\w:-]+)/)?.[1];
      if (name && !['ci', 'install'].includes(name)) assert.ok(scripts[name], command);
    }
  });

  for (const [command, file] of Object.entries(RUN_ELSEWHERE))
    it(`${command} is run by ${file}`, () => {
      const commands = readFileSync(path.join(root, file), 'utf8').split(/\n *- (?:run: )?|\n| && |"/);
      assert.ok(commands.includes(command));
    });

  for (const command of documented.keys()) {
    const [script = '', options] = parsedScript(command) ?? [];
    if (options !== undefined)
      it(`${command} has options that the script accepts`, () => void PARSED[script]?.(options.split(' ')));
  }
});

// These run alone, because the grader gives each picture only some seconds.
describe('a command that sends messages or looks for them,', () => {
  for (const command of WITH_MESSAGES) itWorks(command);
});

describe('a command that changes nothing,', { concurrency: SIDE_BY_SIDE }, () => {
  for (const command of WITHOUT_CHANGES) itWorks(command);
  for (const script of Object.keys(PARSED))
    itWorks({ command: `npm run ${script} -- --help`, prints: new RegExp(`^npm run ${script}`, 'm') });
});

describe('a command that deploys or removes the lab,', () => {
  for (const command of WITH_CHANGES) itWorks(command);
});

function itWorks({ command, adding, typed, status = 0, prints }: Run): void {
  it(`${command} works`, async () => {
    const { output, exitCode } = await run(adding === undefined ? command : `${command} ${adding}`, typed);
    assert.equal(exitCode, status, output);
    assert.match(output, prints);
  });
}

/** Returns the script in PARSED that a command runs, and its options. They are undefined when the command has none. */
function parsedScript(command: string): [script: string, options?: string] | undefined {
  const [, script = '', options] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(command) ?? [];
  if (!(script in PARSED)) return undefined;
  return options === undefined ? [script] : [script, options];
}

/** Runs `npm start` as a user does. @returns the endpoint of the embedded AWS. */
async function startLab(): Promise<string> {
  const lab = startLeashed('sh', ['-c', 'npm start'], {
    cwd: root,
    env: userEnvironment(),
    all: true,
    buffer: false,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    lab.all.on('data', (chunk: Buffer) => {
      output += chunk;
      const found = /The lab is up at (\S+?)\. /.exec(output)?.[1];
      if (found) resolve(found);
    });
    void lab.then(() =>
      reject(new Error(`Expected npm start to keep the lab running, but it ended:\n${output}`)),
    );
  });
}

/** Runs a command in a shell, with the lab's own names for the names in capitals. */
async function run(command: string, typed = '') {
  const text = command.replace(/\b(BUCKET|QUEUE_URL|KEY_ID)\b/g, (name) => names[name] ?? '');
  const { all, exitCode } = await execa('sh', ['-c', text], {
    cwd: root,
    env: {
      ...localEnvironment(endpoint),
      ...userEnvironment(),
      ...{ COLUMNS: '200', SAM_CLI_POLL_DELAY: '0.2' },
    },
    extendEnv: false,
    input: typed,
    reject: false,
    all: true,
  });
  return { output: all, exitCode };
}

/** Returns the environment of a user who has SAM and the AWS CLI. It contains nothing of npm, Node's test runner or AWS. */
function userEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|AWS_|SERVERLESS_)/i.test(name));
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== packageBin);
  return { ...Object.fromEntries(own), PATH: [bin, ...folders].join(path.delimiter) };
}
