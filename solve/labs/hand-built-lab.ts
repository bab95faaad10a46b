import type { Aws } from '../../aws/clients.ts';
import type { ForEachLabOutput, LabOutput } from '../../lab/output-names.ts';
import { type BuiltFunction, createFunction, createTrigger } from './functions.ts';
import {
  type BuiltQueue,
  type BuiltTopic,
  createQueue,
  createTopic,
  putTopicPolicy,
  subscribe,
  untilEmpty,
} from './messaging.ts';
import { LAB_NAMES, type LabNames } from './names.ts';
import { pastedTopicPolicy } from './policies.ts';
import { type BuiltRole, createRoles } from './roles.ts';
import { createBucket, putLifecycleRule, putNotification, uploadSample } from './storage.ts';

/** The lab of a learner who did every task exactly as written, including the optional ones. */
export interface BuiltLab {
  aws: Aws;
  account: string;
  region: string;
  topic: BuiltTopic;
  queues: ForEachLabOutput<BuiltQueue>;
  bucket: string;
  roles: Readonly<Record<'custom' | 'lab', BuiltRole>>;
  functions: ForEachLabOutput<BuiltFunction>;
  /** The ids of the event source mappings. */
  triggers: ForEachLabOutput<string>;
  /** The project's functions, zipped. */
  zips: ForEachLabOutput<Uint8Array>;
  emailSubscriptionArn: string;
  /** The key of the upload: `ingest/HappyFace.jpg`. */
  upload: string;
}

export interface LabOptions {
  /** Twelve digits: the account of the clients. */
  account: string;
  region: string;
  /** The project's functions, zipped. */
  zips: ForEachLabOutput<Uint8Array>;
  /** Names that differ from the lab's own. */
  names?: Partial<LabNames> | undefined;
  /** The role of both functions in an account that allows no new roles, such as `LabRole` in AWS Academy. Then task 4 is left out. */
  role?: BuiltRole | undefined;
}

/**
 * Builds the lab with the SDK, in the same way as the console does it. As docs/by-hand.md says, the functions get 512 MB and
 * 30 s, and the queues get 180 s.
 * @returns when both outputs of the upload exist and no message is in flight.
 */
export async function buildLab(aws: Aws, options: LabOptions): Promise<BuiltLab> {
  const tasks = doTasks(aws, options);
  for (;;) {
    const result = await tasks.next();
    if (result.done) return result.value;
  }
}

/** Builds the lab of a learner who stopped after a task: `0` is before the first one. */
export async function buildUntil(aws: Aws, options: LabOptions, last: DoneTask): Promise<void> {
  for await (const task of doTasks(aws, options)) if (task === last) return;
}

/** A task after which a learner may stop. */
export type DoneTask = '0' | '1' | '2' | '3.1' | '3.2' | '4' | '5';

/** Does the tasks in order, except the upload, which comes last. Yields after each task. */
async function* doTasks(
  aws: Aws,
  { account, region, zips, names, role }: LabOptions,
): AsyncGenerator<DoneTask, BuiltLab> {
  const called = { ...LAB_NAMES, ...names };
  yield '0';
  const topic = await createTopic(aws, called.topic);
  yield '1';
  const queues = await forEachLabOutput((end) => createQueue(aws, called.queues[end], topic));
  yield '2';
  await putTopicPolicy(aws, topic, pastedTopicPolicy(topic.arn));
  yield '3.1';
  const bucket = await createBucket(aws, `my-pictures-${account}`, region);
  await putNotification(aws, bucket, topic.arn);
  yield '3.2';
  const roles = role ? { custom: role, lab: role } : await createRoles(aws, called.roles, bucket);
  yield '4';
  const functions = await forEachLabOutput((end) =>
    createFunction(aws, end, { name: called.functions[end], roleArn: roles.lab.arn, zip: zips[end] }),
  );
  const triggers = await forEachLabOutput((end) => createTrigger(aws, functions[end].name, queues[end].arn));
  yield '5';
  await putLifecycleRule(aws, bucket);
  const emailSubscriptionArn = await subscribe(aws, topic.arn, 'email', 'learner@example.com');
  // Wait until the functions have received the notification's test event. A learner is slower, so it comes first
  // there too.
  await forEachLabOutput((end) => untilEmpty(aws, queues[end]));
  const upload = await uploadSample(aws, bucket);
  // The outputs exist before the functions have ended and logged. No message may be in flight when the lab is
  // changed.
  await forEachLabOutput((end) => untilEmpty(aws, queues[end]));
  const built = { topic, queues, bucket, roles, functions, triggers, emailSubscriptionArn, upload };
  return { aws, account, region, zips, ...built };
}

/** Does the same work for both outputs, side by side. */
export async function forEachLabOutput<T>(
  make: (end: LabOutput) => Promise<T>,
): Promise<ForEachLabOutput<T>> {
  const [thumbnail, mobile] = await Promise.all([make('thumbnail'), make('mobile')]);
  return { thumbnail, mobile };
}
