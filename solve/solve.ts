import path from 'node:path';
import { styleText } from 'node:util';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { connect } from '../account/connect.ts';
import type { Facts } from '../account/facts.ts';
import { absent, foundIn } from '../account/seen.ts';
import { type Aws, type AwsOptions, endpointOf } from '../aws/clients.ts';
import type { Grade } from '../checks/grade.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { tasks } from '../checks/tasks.ts';
import { cleanText } from '../cli/clean-text.mjs';
import { root } from '../cli/project.mjs';
import { type ForEachLabOutput, LAB_OUTPUT_NAMES } from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import { confirmationLinks } from '../local/by-hand/show-mail.ts';
import { writeZips } from '../local/sam/artifacts.ts';
import { type Call, cliCommand } from './cli-command.ts';
import { imaginedAnswer } from './imagined.ts';
import { untilEmpty } from './labs/messaging.ts';
import { projectZips } from './labs/project-zips.ts';
import { connectNarrated } from './narrated.ts';
import { placeOf } from './place.ts';
import { SOLUTIONS } from './solutions.ts';
import { isNamedBy, tasksFor } from './task-order.ts';

export interface SolveOptions {
  account: AwsOptions;
  /** The id of a task, or `all`. */
  asked: string;
  /** Prints the commands without a call that changes anything. */
  onlyShow: boolean;
  /** The address for task 9. */
  email: string;
  /** The folder with the mails of the embedded AWS; undefined on AWS, where the learner opens the link. */
  mails?: string | undefined;
  say: (text: string) => void;
  signal?: AbortSignal | undefined;
  /** Is awaited after each task that was done. */
  afterTask?: (id: string) => Promise<void>;
}

/**
 * Does a task and everything it needs, and prints each call as a command of the AWS CLI. Tasks that are right are left
 * alone, but `--show` prints the commands of a task that was asked for by its id. What it prints can be pasted into a
 * shell as a whole.
 */
export async function solve(options: SolveOptions): Promise<void> {
  const { account, asked, onlyShow, say, email } = options;
  const reader = connect(account);
  const endpoint = await endpointOf(reader);
  const { zips, fileOf } = await zipFiles();
  let last = '';
  const tell = (call: Call) => {
    const command = cliCommand(call, fileOf);
    // With --show, nothing has happened since the same command.
    say(onlyShow && command === last ? '# The command above does this, too.' : command);
    last = command;
  };
  let { facts, grade } = await look(reader);
  for (const id of tasksFor(asked)) {
    options.signal?.throwIfAborted();
    // An earlier picture can have been resized by other code. Only a new one shows what the functions do now.
    if (BY_PICTURE.includes(id) && !onlyShow) ({ facts, grade } = await look(reader, false));
    const { title, verdict } = taskIn(grade, id);
    const isRight = verdict === 'pass';
    if (isRight && !(onlyShow && isNamedBy(asked, id))) {
      say(styleText('dim', `# Task ${id} is right: ${title}`));
      continue;
    }
    say(`\n${styleText('bold', `# Task ${id}: ${title}`)}`);
    if (isRight) say('# This task is right. These commands do it in an account without it:');
    const place = placeOf(facts, endpoint);
    const answer = onlyShow ? (call: Call) => imaginedAnswer(call, place) : undefined;
    const aws = connectNarrated(account, tell, answer);
    await SOLUTIONS[id]?.({
      ...{ aws, facts: isRight ? withoutLab(facts) : facts, place, zips, email },
      say: (text) => say(cleanText(text)),
    });
    if (id === '9') await confirmEmail(options);
    if (onlyShow) continue;
    await untilQuiet(reader, facts);
    ({ facts, grade } = await look(reader));
    await options.afterTask?.(id);
  }
}

/** The facts of an account in which nothing of the lab is found. */
function withoutLab(facts: Facts): Facts {
  const nothing = absent([]);
  const neither = { thumbnail: nothing, mobile: nothing };
  return {
    ...facts,
    ...{ bucket: nothing, queues: neither, functions: neither },
    roles: { custom: nothing, lab: nothing },
  };
}

/** The tasks that are graded by what happens to a picture. */
const BY_PICTURE: readonly string[] = ['7.1', '7.2'];

/** Reads the account. It sends a message and a picture through the pipeline only if it may write. */
async function look(aws: Aws, readOnly = true): Promise<{ facts: Facts; grade: Grade }> {
  return gradeAccount(aws, { readOnly, seconds: 20, say: () => {} });
}

function taskIn({ tasks: graded }: Grade, id: string) {
  const title = tasks.find((task) => task.id === id)?.title ?? '';
  return { title, verdict: graded.find((task) => task.id === id)?.verdict };
}

/** Writes the zips to `dist/`, so that the printed commands find them. */
async function zipFiles(): Promise<{
  zips: ForEachLabOutput<Uint8Array>;
  fileOf: (bytes: Uint8Array) => string;
}> {
  const zips = await projectZips();
  const artifacts = LAB_OUTPUT_NAMES.map((end) => ({
    ...{ functionName: OUTPUTS[end].functionName, zip: zips[end], files: {} },
  }));
  writeZips(artifacts, path.join(root, 'dist'));
  const names = new Map(artifacts.map(({ zip, functionName }) => [zip, `dist/${functionName}.zip`]));
  return { zips, fileOf: (bytes) => names.get(bytes) ?? 'events/HappyFace.jpg' };
}

/** Waits until the functions have received every message, so that the next task finds their outputs and logs. */
async function untilQuiet(aws: Aws, { functions, queues }: Facts): Promise<void> {
  for (const end of LAB_OUTPUT_NAMES) {
    const arn = foundIn(queues[end])?.arn;
    const url = arn && (await urlOf(aws, arn));
    const isRead = foundIn(functions[end])?.triggers.some(({ sourceArn }) => sourceArn === arn);
    if (url && isRead) await untilEmpty(aws, { url });
  }
}

async function urlOf({ sqs }: Aws, arn: string): Promise<string | undefined> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
  return QueueUrl;
}

/** Opens the link in the newest mail, as the learner does in a browser. */
async function confirmEmail({ mails, onlyShow, email, say }: SolveOptions): Promise<void> {
  const [link] = mails === undefined || onlyShow ? [] : confirmationLinks(mails);
  if (link === undefined) return say(`# Then open the link in the mail to ${email}.`);
  say(`# The link in the mail confirms the subscription:\ncurl --silent '${link}'`);
  await fetch(link);
}
