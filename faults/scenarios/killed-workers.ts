import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readInvocations } from '../../checks/probe/invocations.ts';
import type { Bench } from '../bench.ts';
import { chance } from '../chance.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/** The functions' processes are killed (SIGKILL) at any moment, again and again. */
export const killedWorkers: Scenario = {
  name: 'killed-workers',
  title: 'Processes killed',
  async run(bench) {
    const keys = keysOf('killed-workers', bench.short ? 20 : 200);
    const since = Date.now();
    const uploading = bench.uploadAll(keys);
    const killed = await killFor(bench, bench.short ? 6 : 60);
    const uploads = await uploading;
    await bench.settle(600);
    const letters = await bench.deadLetters();
    const unexplained = letters.filter(({ reason }) => reason === undefined).length;
    if (letters.length > 0) await bench.redrive();
    return {
      account: await bench.account('killed-workers', uploads),
      broken: {
        count: await countInterrupted(bench, since),
        what: 'pictures interrupted',
        least: bench.short ? 3 : 20,
      },
      notes: [
        `${killed} processes killed.`,
        ...(letters.length > 0
          ? [`${letters.length} messages met that five times, and came through by a redrive.`]
          : []),
      ],
      problems: unexplained === 0 ? [] : [`Of ${unexplained} dead letters the log does not say why.`],
    };
  },
};

async function killFor(bench: Bench, seconds: number): Promise<number> {
  let killed = 0;
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(200)) {
    const pids = await workers(bench);
    const pid = pids[Math.floor(pids.length * chance('kill', killed))];
    if (pid !== undefined && kill(pid)) killed++;
  }
  return killed;
}

/** Process ids of the Lambda workers of this embedded AWS, by the folder in their command line. */
async function workers({ folder }: Bench): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  const own = stdout.split('\n').filter((line) => /\bnode\b/.test(line) && line.includes(`${folder}/tmp/`));
  return own.map((line) => Number.parseInt(line, 10));
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
    return false;
  }
}

/** Runs of which the log says that they had begun with a picture, and that their process died. */
async function countInterrupted({ aws, branches }: Bench, from: number): Promise<number> {
  const runs = await Promise.all(branches.map(({ logGroup }) => readInvocations(aws, { logGroup, from })));
  return runs
    .flat()
    .map(({ lines }) => lines.join('\n'))
    .filter((text) => text.includes('works on ingest/killed-workers/') && text.includes('process died'))
    .length;
}
