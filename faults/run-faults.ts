/**
 * `npm run test:faults`: breaks things while pictures go through the lab, and accounts for every upload.
 *     npm run test:faults                    # ten to twenty minutes; writes docs/faults.md
 *     npm run test:faults -- --short         # fewer pictures, a minute and a half
 *     npm run test:faults -- --only burst
 */
import { parseArgs } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { stopAllLeashed } from '../local/leashed.ts';
import { showStep } from '../local/progress.ts';
import { whenAskedToEnd } from '../local/set-up/ending.mjs';
import { Failure, reportFailure } from '../local/set-up/failure.mjs';
import { type Bench, clearBench, openBench } from './bench.ts';
import { isRight, type Result, renderTable } from './report.ts';
import { saveReport, TIME_COMPRESSED } from './saved-report.ts';
import type { Scenario } from './scenario.ts';
import { again } from './scenarios/again.ts';
import { brokenS3 } from './scenarios/broken-s3.ts';
import { burst } from './scenarios/burst.ts';
import { deletedOrReplaced } from './scenarios/deleted-or-replaced.ts';
import { killedWorkers } from './scenarios/killed-workers.ts';
import { outOfOrder } from './scenarios/out-of-order.ts';
import { poison } from './scenarios/poison.ts';
import { restarts } from './scenarios/restarts.ts';
import { rightTakenAway } from './scenarios/right-taken-away.ts';

const SCENARIOS: readonly Scenario[] = [
  ...[burst, outOfOrder, again, deletedOrReplaced],
  ...[killedWorkers, restarts, brokenS3, rightTakenAway, poison],
];

let isStopping = false;
whenAskedToEnd(async () => {
  isStopping = true;
  await end();
  process.exit(130);
});

await main().catch((error) => {
  if (!isStopping) reportFailure(error);
});
if (!isStopping) await end();

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const { short, chosen } = readOptions(args);
  const bench = await openBench({ short }, showStep);
  console.log(wrapAnsi(TIME_COMPRESSED, 78));
  const results: Result[] = [];
  for (const scenario of chosen) {
    if (isStopping) return;
    results.push(await showStep(scenario.title, () => runScenario(scenario, bench)));
  }
  console.log(`\n${renderTable(results)}`);
  const isWhole = !short && chosen.length === SCENARIOS.length;
  const saved = saveReport(results, {
    command: ['npm run test:faults', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    isWhole,
    gaps: bench.gaps,
  });
  console.log(`\nAlso in ${saved.join(', ')}.`);
  if (!results.every(isRight)) process.exitCode = 1;
}

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { short: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
  });
  const chosen = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true);
  if (chosen.length > 0) return { short: values.short, chosen };
  throw new Failure({
    code: 'no-such-scenario',
    problem: `There is no scenario '${values.only?.join("', '")}': expected ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
    fix: 'npm run test:faults -- --only burst',
  });
}

/** One that breaks off is told of among the others. */
async function runScenario(scenario: Scenario, bench: Bench): Promise<Result> {
  const { name, title } = scenario;
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  try {
    const outcome = await scenario.run(bench);
    return { name, title, kind: 'ended', ...outcome, seconds: seconds() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, title, kind: 'broken off', reason, seconds: seconds() };
  }
}

async function end(): Promise<void> {
  await stopAllLeashed();
  clearBench();
}
