import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { node24, root } from './set-up/project.mjs';
import { parseStartOptions } from './start-options.ts';

describe('the options of npm start', () => {
  it('are none, or some, and pictures', () => {
    assert.deepEqual(parseStartOptions([]), { once: false, help: false, pictures: [] });
    const parsed = parseStartOptions(['--once', 'a.jpg', '--port', '4567', 'b.jpg']);
    assert.deepEqual(parsed, { once: true, help: false, port: 4567, pictures: ['a.jpg', 'b.jpg'] });
  });

  for (const [args, message] of [
    [['--onse'], /Unknown option '--onse'/],
    [['--port', 'http'], /--port is 'http': expected a whole number from 1024 to 65535/],
  ] as const) {
    it(`are refused by name: ${args.join(' ')}`, () => {
      assert.throws(() => parseStartOptions(args), message);
    });
  }
});

describe('npm start', () => {
  it('names a port that is taken, and leaves nothing behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { status, output } = await run(['--once', '--port', String(port)]);
    server.close();
    assert.equal(status, 1);
    assert.match(output, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use.*\n.*npm start`));
  });

  it('names a picture that is not there, before it starts anything', async () => {
    const { status, output } = await run(['no-such.jpg']);
    assert.equal(status, 1);
    assert.match(output, /Expected a picture: .*no-such\.jpg/);
    assert.doesNotMatch(output, /embedded AWS/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`leaves nothing running when it gets ${signal} in the middle of the deployment`, async () => {
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
      // Not 127, with which the progress library would end us before the clean-up.
      assert.equal(status, signal === 'SIGKILL' ? null : 130);
      const left = () => started.filter(({ pid }) => processes().some((process) => process.pid === pid));
      for (let polls = 0; polls < 80 && left().length > 0; polls++) await sleep(100);
      assert.deepEqual(left(), []);
    });
  }
});

const START = ['--import', 'tsx', 'local/start.ts'];

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

/** All that run; not those that have ended and wait for their parent to notice. */
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
