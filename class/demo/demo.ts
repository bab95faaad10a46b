/** The made-up class of `npm run class -- --demo 30`. It runs in a process of its own: see run-demo.ts. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { writeFacts } from '../../account/observe/facts-file.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { inUsersFolder } from '../../checks/report-files.ts';
import { reportFailure } from '../../cli/failure.mjs';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { showStep } from '../../cli/progress.ts';
import { listenForStop } from '../../cli/stopping.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { gradeClass } from '../grade-class.ts';
import { parseClassOptions } from '../options.ts';
import { prepareFolder } from '../results-folder.ts';
import { parseRoster } from '../roster.ts';
import { type Built, buildClass, clientsOf, INSTRUCTOR } from './build-class.ts';
import { type DemoLearner, planDemo } from './demo-class.ts';
import { openPage } from './open-page.ts';

/** On two cores, more would not be faster. */
const SIDE_BY_SIDE = 4;

const [, , size = '30', out = 'demo-class', ...more] = process.argv;
const stopping = listenForStop(() => console.error('\nStopping …'));

await main(Number(size), inUsersFolder(out))
  .then(() => {
    if (stopping.reason()) process.exitCode = 130;
  })
  .catch((error) => {
    if (stopping.reason() === undefined) reportFailure(error);
    process.exitCode = stopping.reason() ? 130 : 2;
  })
  .finally(stopAllLeashed);

async function main(learners: number, folder: string): Promise<void> {
  prepareFolder(folder);
  // A demo that was stopped early has no journal yet, and must be able to begin again.
  appendFileSync(path.join(folder, 'journal.jsonl'), '');
  const planned = planDemo(learners);
  const { endpoint } = await showStep('Start the embedded AWS (MiniStack)', () =>
    startEmulator({ name: `class-demo-${process.pid}` }),
  );
  const zips = await showStep('Bundle the functions (sam build)', projectZips);
  const built = await showStep(
    `Build the labs of ${learners} learners, each in an own account`,
    async (say) => {
      let done = 0;
      const onBuilt = ({ account }: Built) => say(`${++done} of ${learners}: account ${account}`);
      const plans = planned.map(({ plan }) => plan);
      return buildClass(plans, {
        endpoint,
        zips,
        sideBySide: SIDE_BY_SIDE,
        onBuilt,
        signal: stopping.signal,
      });
    },
  );
  const roster = path.join(folder, 'roster.csv');
  await saveFacts(planned, built, folder, endpoint);
  writeFileSync(roster, rosterOf(planned, built));
  const options = { ...parseClassOptions([roster, ...more]), again: { kind: 'all' as const } };
  const credentials = { accessKeyId: INSTRUCTOR, secretAccessKey: 'local' };
  const { learners: all } = parseRoster(readFileSync(roster));
  await gradeClass(all, folder, options, {
    base: { endpoint, region: LOCAL_REGION, credentials },
    factsFile: (file) => path.resolve(folder, file),
    signal: stopping.signal,
  });
  console.log(`The roster:     ${roster}`);
  if (!stopping.signal.aborted) console.log(await openPage(path.join(folder, 'class.html')));
}

/** A learner without a role for the grader has sent the file that `npm run check -- --save` writes. */
async function saveFacts(
  planned: readonly DemoLearner[],
  built: readonly Built[],
  folder: string,
  endpoint: string,
): Promise<void> {
  for (const [index, { way, id }] of planned.entries()) {
    const account = built[index]?.account;
    if (way !== 'facts' || account === undefined) continue;
    const options = { readOnly: true, seconds: 20, say: () => {}, isOneOfMany: true };
    const { facts } = await gradeAccount(clientsOf(account, endpoint), options);
    writeFacts(path.join(folder, `sent-by-${id}.json`), facts, { showAccount: false });
  }
}

function rosterOf(planned: readonly DemoLearner[], built: readonly Built[]): string {
  const head = ['id', 'name', 'email', 'role_arn', 'external_id', 'facts'];
  const first = built[0];
  const rows = planned.map(({ id, name, email, way, plan }, index) => {
    const { roleArn = '', externalId = '' } = built[index] ?? {};
    const waysIn: Record<DemoLearner['way'], [string, string, string]> = {
      role: [roleArn, externalId, ''],
      'wrong-external-id': [roleArn, `${plan.externalId}-old`, ''],
      'no-role': [roleArn.replace(/Grader$/, 'Graders'), externalId, ''],
      'account-of-another': [first?.roleArn ?? '', first?.externalId ?? '', ''],
      facts: ['', '', `sent-by-${id}.json`],
      none: ['', '', ''],
    };
    return [id, name, email, ...waysIn[way]];
  });
  return stringify([head, ...rows]);
}
