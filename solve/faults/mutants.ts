import { emailMutants } from './mutants/email.ts';
import { consumerMutants, functionMutants, triggerMutants } from './mutants/functions.ts';
import { lifecycleMutants } from './mutants/lifecycle.ts';
import { notificationMutants } from './mutants/notification.ts';
import { outputMutants } from './mutants/outputs.ts';
import { queuePolicyMutants } from './mutants/queue-policies.ts';
import { queueMutants } from './mutants/queues.ts';
import { roleMutants } from './mutants/roles.ts';
import { topicMutants } from './mutants/topic.ts';
import { topicPolicyMutants } from './mutants/topic-policy.ts';
import { unfinishedMutants } from './mutants/unfinished.ts';
import { uploadMutants } from './mutants/uploads.ts';
import type { Mutant } from './set-up.ts';

/** Unfinished labs, and labs with one mistake each, in the order of the tasks. */
export const mutants: readonly Mutant[] = [
  ...unfinishedMutants,
  ...topicMutants,
  ...queueMutants,
  ...queuePolicyMutants,
  ...topicPolicyMutants,
  ...notificationMutants,
  ...roleMutants,
  ...functionMutants,
  ...triggerMutants,
  ...consumerMutants,
  ...uploadMutants,
  ...outputMutants,
  ...lifecycleMutants,
  ...emailMutants,
];
