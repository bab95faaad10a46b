/** `npm run bench:check` measures what a grade takes, in calls of AWS and in time. The four cases take turns. */
import Table from 'cli-table3';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { whenAskedToEnd } from '../../cli/ending.mjs';
import { reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { showStep } from '../../cli/progress.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { buildLab } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { CROWD, crowd } from './crowd.ts';

const ROUNDS = 7;
const ACCOUNTS = { alone: '100000000001', crowded: '100000000002' } as const;

interface Case {
  account: keyof typeof ACCOUNTS;
  readOnly: boolean;
}

const CASES: readonly Case[] = (['alone', 'crowded'] as const).flatMap((account) =>
  [true, false].map((readOnly) => ({ account, readOnly })),
);

readOptionsOrEnd({
  script: 'bench:check',
  about:
    'Measures how many calls of AWS and how much time a grade takes on the embedded AWS: read-only and with the probe, in an account with only the lab and in a crowded one.',
  options: {},
});

whenAskedToEnd(async () => {
  await stopAllLeashed();
  process.exit(130);
});

try {
  await main();
} catch (error) {
  reportFailure(error);
} finally {
  await stopAllLeashed();
}

async function main(): Promise<void> {
  const endpoint = await showStep('Build the lab in two accounts, and crowd one of them', buildAccounts);
  const results = CASES.map((one) => ({ ...one, milliseconds: [] as number[], calls: 0 }));
  await showStep(`Grade each in turn, ${ROUNDS} times`, async (say) => {
    for (let round = 1; round <= ROUNDS; round++) {
      for (const result of results) {
        say(`round ${round}: ${describe(result)}`);
        const { milliseconds, calls } = await gradeOnce(endpoint, result);
        result.milliseconds.push(milliseconds);
        result.calls = calls;
      }
    }
  });
  print(results);
}

async function buildAccounts(say: (line: string) => void): Promise<string> {
  const zips = await projectZips();
  const { endpoint } = await startEmulator({ name: 'bench-emulator' });
  for (const account of Object.values(ACCOUNTS)) {
    await buildLab(clients(endpoint, account), { account, region: LOCAL_REGION, zips });
  }
  await crowd(clients(endpoint, ACCOUNTS.crowded), zips.thumbnail, say);
  return endpoint;
}

function clients(endpoint: string, account: string, onCall?: () => void): Aws {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  return connect({ endpoint, region: LOCAL_REGION, credentials, onCall });
}

async function gradeOnce(endpoint: string, { account, readOnly }: Case) {
  let calls = 0;
  const aws = clients(endpoint, ACCOUNTS[account], () => calls++);
  const startedAt = performance.now();
  const { grade } = await gradeAccount(aws, { readOnly, seconds: 30, say: () => {} });
  const milliseconds = performance.now() - startedAt;
  const points = grade.score + grade.bonus;
  if (points !== 110)
    throw new Error(`Expected 110 points, found ${points}: the figures would mean nothing.`);
  return { milliseconds, calls };
}

function describe({ account, readOnly }: Case): string {
  return `${readOnly ? 'read-only' : 'with the probe'}, ${account}`;
}

function print(results: readonly (Case & { milliseconds: number[]; calls: number })[]): void {
  const table = new Table({
    head: ['', 'calls', 'ms, median', 'least', 'most'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { compact: true, head: [], border: [] },
  });
  for (const result of results) {
    const sorted = result.milliseconds.toSorted((one, other) => one - other);
    const figures = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)];
    table.push([describe(result), result.calls, ...figures.map((figure) => figure?.toFixed(0) ?? '')]);
  }
  console.log(table.toString());
  const others = Object.entries(CROWD).map(([what, number]) => `${number} ${what}`);
  console.log(`Crowded: the lab beside ${others.join(', ')}.`);
}
