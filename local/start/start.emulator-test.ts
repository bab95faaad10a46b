import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { node24, root, typeScriptArguments } from '../../cli/project.mjs';
import { explainNames } from '../pictures.ts';
import { parseStartOptions } from './start-options.ts';
import { ownSettings } from './start-report.ts';

describe('the options of npm start', () => {
  it('are optional and can come with pictures', () => {
    assert.deepEqual(parseStartOptions([]), { once: false, help: false, pictures: [], page: true });
    const parsed = parseStartOptions(['--once', 'a.jpg', '--port', '4567', 'b.jpg', '--no-page']);
    const pictures = ['a.jpg', 'b.jpg'];
    assert.deepEqual(parsed, { once: true, help: false, port: 4567, pictures, page: false });
  });

  for (const [args, message] of [
    [['--onse'], /Unknown option '--onse'/],
    [['--port', 'http'], /--port is 'http': expected a whole number from 1024 to 65535/],
    [['--page-port', '80'], /--page-port must be a whole number from 1024 to 65535, but it is '80'/],
  ] as const) {
    it(`are rejected by name: ${args.join(' ')}`, () => {
      assert.throws(() => parseStartOptions(args), message);
    });
  }
});

describe('a picture', () => {
  it('is uploaded with the suffix that the notification requires, and a sentence says so', () => {
    const pictures = [{ name: 'x.jpg', bytes: new Uint8Array() }];
    assert.deepEqual(explainNames(['a/x.JPG'], pictures), [
      'x.JPG is uploaded as x.jpg: the bucket sends notifications only for names that end in .jpg.',
    ]);
    assert.deepEqual(explainNames(['a/x.jpg'], pictures), []);
  });
});

describe('npm start', () => {
  it('names a port that is in use and leaves nothing behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { status, output } = await run(['--once', '--port', String(port)]);
    server.close();
    assert.equal(status, 1);
    assert.match(output, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use.*\n.*npm start`));
  });

  for (const [what, picture, sentence] of [
    ['does not exist', 'no-such.jpg', /Expected a picture at .*no-such\.jpg, found no such file\.\n.*ls /],
    [
      'is a folder',
      'events',
      /Expected a picture at .*events, found a folder\. Name the pictures in it instead\.\n/,
    ],
    ['has a name that is too long', `${'x'.repeat(300)}.jpg`, /at most 255 bytes .*, found 304\./],
    ['has a path that is too long', `${'x/'.repeat(3000)}a.jpg`, /but this path is too long\./],
  ] as const) {
    it(`says that a picture ${what}, before it starts anything`, async () => {
      const { status, output } = await run([picture]);
      assert.equal(status, 1);
      assert.match(output, sentence);
      assert.doesNotMatch(output, /embedded AWS|\n {4}at /);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`leaves nothing running when it gets ${signal} during the deployment`, async () => {
      const start = spawn(node24, START, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
      let output = '';
      start.stdout.on('data', (text) => {
        output += text;
      });
      while (!/❯ Create the stack/.test(output)) {
        assert.equal(start.exitCode, null, `it ended before the deployment:\n${output}`);
        await sleep(50);
      }
      await sleep(500);
      const started = descendants(start.pid ?? 0);
      assert.ok(
        started.some(({ args }) => /ministack/.test(args)) &&
          started.some(({ args }) => /bin\/sam/.test(args)),
      );
      start.kill(signal);
      const [status] = await once(start, 'exit');
      // The progress library would exit with 127, before the clean-up.
      assert.equal(status, signal === 'SIGKILL' ? null : 130);
      const left = () => started.filter(({ pid }) => processes().some((process) => process.pid === pid));
      for (let polls = 0; polls < 80 && left().length > 0; polls++) await sleep(100);
      assert.deepEqual(left(), []);
    });
  }
});

const START = [...typeScriptArguments, 'page/start.ts'];

async function run(args: readonly string[]): Promise<{ status: number; output: string }> {
  const start = spawn(node24, [...START, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [start.stdout, start.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(start, 'close');
  return { status, output };
}

interface Process {
  pid: number;
  parent: number;
  args: string;
}

/** Lists all running processes, without zombies. */
function processes(): Process[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [pid, parent, stat = '', ...args] = line.trim().split(/\s+/);
    return stat.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), args: args.join(' ') }];
  });
}

function descendants(pid: number, all = processes()): Process[] {
  return all
    .filter(({ parent }) => parent === pid)
    .flatMap((child) => [child, ...descendants(child.pid, all)]);
}

describe('the variables that npm start prints', () => {
  it('need nothing else when the user has no settings', () => {
    assert.deepEqual(ownSettings({ AWS_CONFIG_FILE: '/no/such/file', PATH: '/bin' }), []);
  });

  it('come with commands that undo conflicting settings of the user', () => {
    const env = {
      AWS_CONFIG_FILE: '/dev/null',
      ...{ AWS_PROFILE: 'work', AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL_S3: 'https://s3.example' },
      ...{
        AWS_ACCESS_KEY_ID: 'own',
        http_proxy: 'http://proxy.example',
        NO_PROXY: 'example.com,127.0.0.1,localhost',
      },
    };
    assert.deepEqual(ownSettings(env), [
      'unset AWS_PROFILE AWS_USE_FIPS_ENDPOINT AWS_ENDPOINT_URL_S3',
      'export AWS_CONFIG_FILE=/dev/null',
      'export NO_PROXY=example.com,127.0.0.1,localhost',
    ]);
  });
});
