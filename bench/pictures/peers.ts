import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { node24, root } from '../../cli/project.mjs';
import { peersFolder, python } from './install-peers.ts';
import { resizers } from './resizers.ts';

const here = path.join(root, 'bench/pictures');

/** One picture to resize. */
export interface Task {
  photo: string;
  box: number;
  /** The output file. */
  output: string;
}

/** A peer in its own process, which is reused for all pictures. */
export interface Peer {
  name: string;
  /** Milliseconds of processor time, of all threads, from the bytes of one JPEG to those of the other. */
  make(task: Task): Promise<number>;
  stop(): Promise<void>;
}

/** Returns all available peers, with this project first. */
export function startPeers(vipsthumbnail: string | undefined): Peer[] {
  const inNode = Object.keys(resizers).map((name) =>
    startPeer(name, node24, [path.join(here, 'worker.ts'), name, peersFolder]),
  );
  const inPython = [
    ['pillow'],
    ['pillow without draft'],
    ...(vipsthumbnail === undefined ? [] : [['vipsthumbnail', vipsthumbnail]]),
  ].map((args) => startPeer(args[0] ?? '', python, [path.join(here, 'python-worker.py'), ...args]));
  return [...inNode, ...inPython];
}

/** Starts a worker. It ends with its standard input, and so whenever this process ends. */
function startPeer(name: string, command: string, args: readonly string[]): Peer {
  const worker = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(worker, 'exit');
  // What a worker that has ended is told is lost; its answer will say so.
  worker.stdin.on('error', () => {});
  const answers = createInterface({ input: worker.stdout })[Symbol.asyncIterator]();
  return {
    name,
    async make(task) {
      worker.stdin.write(`${JSON.stringify(task)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${name} ended while it made ${task.output} of ${task.photo}`);
      const { cpuMs }: { cpuMs: number } = JSON.parse(value);
      return cpuMs;
    },
    async stop() {
      worker.stdin.end();
      await ended;
    },
  };
}
