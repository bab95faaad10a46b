/**
 * Does the workbook as a learner does: in a copy of the project, with `npm run lab` and one shell. It runs every command of the
 * pages, in order, and grades the account after each page.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Grade, Verdict } from '../../checks/grade.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { startLeashed, stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, packageBin } from '../../cli/project.mjs';
import { confirmationLinks } from '../../local/by-hand/show-mail.ts';
import { localAccount } from '../../local/chosen-account.ts';
import { copyProject } from '../fixtures/project-copy.ts';
import { settledGrade } from '../fixtures/settled-grade.ts';
import { assertPrinted } from './printed.ts';
import { makeAwsQuick } from './quick-aws.ts';
import { readPages } from './read-page.ts';
import { type Shell, startShell } from './shell.ts';

const project = path.join(localFolder, 'workbook-test');
const scratch = path.join(project, '.local');
let shell: Shell;
let aws: Aws;

before(async () => {
  await copyProject(project);
  await makeAwsQuick(project);
  aws = connect(localAccount({ endpoint: await startLab() }));
  shell = startShell({ cwd: project, env: learnersEnvironment(), scratch });
  // It removes an alias that the learner may have. There is none here, so that part of it fails.
  await shell.run('eval "$(npm run --silent lab -- --env)"\n');
});
after(async () => {
  shell?.end();
  await stopAllLeashed();
  rmSync(project, { recursive: true, force: true, maxRetries: 5 });
});

describe('the workbook', () => {
  const pages = readPages();

  for (const [index, { task, blocks }] of pages.entries()) {
    it(`does task ${task} with its commands, and they print what the page shows`, async () => {
      for (const { commands, prints } of blocks) {
        const printed = await run(commands);
        if (prints !== null) assertPrinted(printed, prints, commands);
        await openLinkInMail();
      }
    });

    it(`has done the tasks up to ${task} then, and no later one`, async () => {
      const isLast = index === pages.length - 1;
      const grade = isLast || PROBED.includes(task) ? await settledGrade(aws) : await readGrade();
      const done = pages.slice(0, index + 1).map((page) => page.task);
      assert.deepEqual(verdictsOf(grade), expectedVerdicts(done, grade));
      if (isLast) assert.deepEqual([grade.score, grade.bonus], [100, 10]);
    });
  }
});

/** Tasks that the grader's own message and picture do as soon as the named task is done. */
const DONE_BY_THE_PROBE: Readonly<Record<string, string>> = { '2.3': '2.2', '7.1': '5.4', '7.2': '5.4' };

/** After these tasks, the grader sends a message and a picture. In between, the page of a task that needs one grades it. */
const PROBED: readonly string[] = ['1', ...Object.values(DONE_BY_THE_PROBE)];

/** Grades without a message or a picture, and leaves out the tasks that need one. */
async function readGrade(): Promise<Grade> {
  const { grade } = await gradeAccount(aws, { readOnly: true, seconds: 20, say: () => {} });
  return { ...grade, tasks: grade.tasks.filter(({ id }) => !(id in DONE_BY_THE_PROBE)) };
}

function verdictsOf({ tasks }: Grade): Record<string, Verdict> {
  return Object.fromEntries(tasks.map(({ id, verdict }) => [id, verdict]));
}

/** A later task is "not yet", or it waits for a step that is. */
function expectedVerdicts(done: readonly string[], { tasks }: Grade): Record<string, Verdict> {
  const steps = tasks.flatMap((task) => task.steps);
  const isNotYet = (id: string) => steps.some((step) => step.id === id && step.verdict === 'not-yet');
  return Object.fromEntries(
    tasks.map(({ id, verdict, blockedBy }) => {
      const isDone = done.includes(id) || done.includes(DONE_BY_THE_PROBE[id] ?? '');
      const waits = verdict === 'blocked' && blockedBy !== null && isNotYet(blockedBy);
      return [id, isDone ? 'pass' : waits ? 'blocked' : 'not-yet'];
    }),
  );
}

/** Starts `npm run lab` in the copy. @returns its endpoint. */
async function startLab(): Promise<string> {
  const options = { cwd: project, env: learnersEnvironment(), all: true, buffer: false } as const;
  const lab = startLeashed('sh', ['-c', 'npm run lab'], options, 'SIGTERM', 20);
  let output = '';
  return new Promise((resolve, reject) => {
    lab.all.on('data', (chunk: Buffer) => {
      output += chunk;
      const endpoint = /The lab is up at (\S+):/.exec(output)?.[1];
      if (endpoint && output.includes('Ctrl-C stops the lab')) resolve(endpoint);
    });
    void lab.then(() => reject(new Error(`Expected npm run lab to stay up, but it ended:\n${output}`)));
  });
}

/** Runs commands in the learner's shell. All of them must succeed. @returns what they print. */
async function run(commands: string): Promise<string> {
  const { stdout, stderr, failed } = await shell.run(commands);
  assert.deepEqual(failed, [], `${commands}\n${stdout}\n${stderr}`);
  return stdout;
}

let opened: string | undefined;

/** Opens the link in a new mail, as the learner does in task 9. */
async function openLinkInMail(): Promise<void> {
  const [link] = confirmationLinks(path.join(project, '.local/lab/mail'));
  if (link === undefined || link === opened) return;
  opened = link;
  assert.equal((await fetch(link)).status, 200);
}

/**
 * The environment of a learner. It contains nothing of npm, Node's test runner or AWS. Python keeps its compiled modules, as it usually
 * does. Otherwise each command of the AWS CLI would take a second more.
 */
function learnersEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|NODE_|AWS_|SERVERLESS_|PYTHONDONTWRITEBYTECODE$)/i;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== packageBin);
  return { ...Object.fromEntries(own), PATH: folders.join(path.delimiter), COLUMNS: '80' };
}
