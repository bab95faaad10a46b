/** `npm run test:faults` causes faults while pictures go through the lab, and accounts for every upload. */
import wrapAnsi from 'wrap-ansi';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { Failure, reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { showStep } from '../../cli/progress.ts';
import { type Bench, clearBench, openBench } from './harness.ts';
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
  const { short, chosen } = chooseScenarios();
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
  });
  console.log(`\nAlso in ${saved.join(', ')}.`);
  if (!results.every(isRight)) process.exitCode = 1;
}

function chooseScenarios() {
  const names = SCENARIOS.map(({ name }) => name).join(', ');
  const { short = false, only } = readOptionsOrEnd({
    script: 'test:faults',
    about:
      'Causes faults while pictures go through the lab on the embedded AWS, and accounts for every upload. The whole run takes ten to twenty minutes and writes docs/faults.md.',
    options: {
      short: { type: 'boolean', text: 'fewer pictures, in a minute and a half' },
      only: {
        ...{ type: 'string', multiple: true, value: 'NAME' },
        text: `only this scenario (can be repeated): ${names}`,
      },
    },
    examples: ['npm run test:faults -- --only burst'],
  });
  const chosen = SCENARIOS.filter(({ name }) => only?.includes(name) ?? true);
  if (chosen.length > 0) return { short, chosen };
  throw new Failure({
    code: 'no-such-scenario',
    problem: `Expected one of the scenarios ${names}, found '${only?.join("', '")}'.`,
    fix: 'npm run test:faults -- --only burst',
  });
}

/** Runs a scenario. When it fails with an error, the other scenarios still run, and the report shows the error. */
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
