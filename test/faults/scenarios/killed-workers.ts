import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type DeployedOutput, setEndpoint } from '../branches.ts';
import { chance } from '../chance.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import type { Bench } from '../harness.ts';
import { keysOf, type Scenario } from '../scenario.ts';

/**
 * Again and again, all processes of a function are killed (SIGKILL) in the middle of a picture. This happens at a
 * random call to S3: when the call arrives, or when it is done but not yet answered. Other processes of the function
 * are just starting, or idle.
 */
export const killedWorkers: Scenario = {
  name: 'killed-workers',
  title: 'Processes killed',
  async run(bench) {
    const { aws, branches, short } = bench;
    const keys = keysOf('killed-workers', short ? 20 : 200);
    const killers = await Promise.all(branches.map((branch) => startKiller(bench, branch, short ? 40 : 67)));
    const uploads = await bench.uploadAll(keys);
    await bench.settle(900);
    for (const [index, branch] of branches.entries()) {
      await setEndpoint(aws, branch, undefined);
      await killers[index]?.stop();
    }
    const { letters, notes } = await bench.bringThrough();
    const unexplained = letters.filter(({ reason }) => reason === undefined).length;
    const sum = (what: 'calls' | 'processes') =>
      killers.reduce((all, killer) => all + killer.killed[what], 0);
    return {
      account: await bench.account('killed-workers', uploads),
      broken: { count: sum('calls'), what: 'pictures interrupted', least: short ? 2 : 15 },
      notes: [`${sum('processes')} processes were killed.`, ...notes],
      problems: unexplained === 0 ? [] : [`The log gives no reason for ${unexplained} dead letters.`],
    };
  },
};

/** Stands between a function and S3, and kills the function's processes at a random one of `every` moments. */
async function startKiller(bench: Bench, branch: DeployedOutput, every: number) {
  const killed = { calls: 0, processes: 0 };
  let moments = 0;
  // Each call has two such moments.
  const onCall = async () => {
    const round = Math.floor(moments / every);
    if (moments++ % every !== Math.floor(chance('kill', branch.output, round) * every)) return;
    const pids = (await workers(bench, branch)).filter(kill);
    killed.processes += pids.length;
    if (pids.length > 0) killed.calls++;
  };
  const proxy = await startFaultProxy({ target: bench.endpoint, seed: 'none', share: 0, onCall });
  await setEndpoint(bench.aws, branch, proxy.endpoint);
  return { killed, stop: proxy.stop };
}

/** Finds the process ids of a function's workers on this embedded AWS, by the folder in their command line. */
async function workers({ folder }: Bench, { functionName }: DeployedOutput): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  const own = `${folder}/tmp/ministack-lambda-${functionName}-`;
  const lines = stdout.split('\n').filter((line) => /\bnode\b/.test(line) && line.includes(own));
  return lines.map((line) => Number.parseInt(line, 10));
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // The process has just ended.
    return false;
  }
}
