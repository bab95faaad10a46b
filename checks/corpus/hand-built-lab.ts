import type { Aws } from '../aws.ts';
import type { End, ForEachEnd } from '../facts.ts';
import { type BuiltFunction, createFunction, createTrigger } from './lab/functions.ts';
import {
  type BuiltQueue,
  type BuiltTopic,
  createQueue,
  createTopic,
  putTopicPolicy,
  subscribe,
  untilEmpty,
} from './lab/messaging.ts';
import { LAB_NAMES, type LabNames } from './lab/names.ts';
import { pastedTopicPolicy } from './lab/policies.ts';
import { type BuiltRole, createRoles } from './lab/roles.ts';
import { createBucket, putLifecycleRule, putNotification, uploadSample } from './lab/storage.ts';

/** The lab as a learner leaves it who did every task by its letters, the optional ones too. */
export interface BuiltLab {
  aws: Aws;
  account: string;
  region: string;
  topic: BuiltTopic;
  queues: ForEachEnd<BuiltQueue>;
  bucket: string;
  roles: Readonly<Record<'custom' | 'lab', BuiltRole>>;
  functions: ForEachEnd<BuiltFunction>;
  /** Ids of the event source mappings. */
  triggers: ForEachEnd<string>;
  /** The project's functions, zipped. */
  zips: ForEachEnd<Uint8Array>;
  emailSubscriptionArn: string;
  /** Key of the upload: `ingest/HappyFace.jpg`. */
  upload: string;
}

export interface LabOptions {
  /** Twelve digits: the account of the clients. */
  account: string;
  region: string;
  /** The project's functions, zipped. */
  zips: ForEachEnd<Uint8Array>;
  /** Names other than the lab's own. */
  names?: Partial<LabNames> | undefined;
}

/**
 * Does the lab by SDK and makes what its clicks make in the console. As README says it gives the functions 512 MB and
 * 30 s, and the queues 180 s.
 * @returns once both outputs of the upload are there and nothing is in work.
 */
export async function buildLab(aws: Aws, options: LabOptions): Promise<BuiltLab> {
  const tasks = doTasks(aws, options);
  for (;;) {
    const result = await tasks.next();
    if (result.done) return result.value;
  }
}

/** The lab of a learner who stopped there: `0` is before the first task. */
export async function buildUntil(aws: Aws, options: LabOptions, last: DoneTask): Promise<void> {
  for await (const task of doTasks(aws, options)) if (task === last) return;
}

/** A task after which a learner may stop. */
export type DoneTask = '0' | '1' | '2' | '3.1' | '3.2' | '4' | '5';

/** Does the tasks in their order, but for the upload, which comes last. Yields after each of them. */
async function* doTasks(
  aws: Aws,
  { account, region, zips, names }: LabOptions,
): AsyncGenerator<DoneTask, BuiltLab> {
  const called = { ...LAB_NAMES, ...names };
  yield '0';
  const topic = await createTopic(aws, called.topic);
  yield '1';
  const queues = await forEachEnd((end) => createQueue(aws, called.queues[end], topic));
  yield '2';
  await putTopicPolicy(aws, topic, pastedTopicPolicy(topic.arn));
  yield '3.1';
  const bucket = await createBucket(aws, `my-pictures-${account}`, region);
  await putNotification(aws, bucket, topic.arn);
  yield '3.2';
  const roles = await createRoles(aws, called.roles, bucket);
  yield '4';
  const functions = await forEachEnd((end) =>
    createFunction(aws, end, { name: called.functions[end], roleArn: roles.lab.arn, zip: zips[end] }),
  );
  const triggers = await forEachEnd((end) => createTrigger(aws, functions[end].name, queues[end].arn));
  yield '5';
  await putLifecycleRule(aws, bucket);
  const emailSubscriptionArn = await subscribe(aws, topic.arn, 'email', 'learner@example.com');
  // A learner is slower, too: by now the functions have seen the notification's test event.
  await forEachEnd((end) => untilEmpty(aws, queues[end]));
  const upload = await uploadSample(aws, bucket);
  // The outputs are there before the functions have ended and logged: nothing is in work when the lab is changed.
  await forEachEnd((end) => untilEmpty(aws, queues[end]));
  const built = { topic, queues, bucket, roles, functions, triggers, emailSubscriptionArn, upload };
  return { aws, account, region, zips, ...built };
}

/** The same at both ends, side by side. */
export async function forEachEnd<T>(make: (end: End) => Promise<T>): Promise<ForEachEnd<T>> {
  const [thumbnail, mobile] = await Promise.all([make('thumbnail'), make('mobile')]);
  return { thumbnail, mobile };
}
