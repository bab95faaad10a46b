/** The policies that learners paste in the lab, and those that the console makes, in one learner's account. */
import {
  consoleTopicPolicy,
  pastedTopicPolicy,
  subscribedQueuePolicy,
  trustPolicy,
} from '../../solve/labs/policies.ts';

export const ACCOUNT = '111111111111';
export const TOPIC = `arn:aws:sns:ap-northeast-1:${ACCOUNT}:resize-image-topic-1234`;
export const QUEUE = `arn:aws:sqs:ap-northeast-1:${ACCOUNT}:thumbnail-queue`;

/** Task 3.1 of the lab. */
export const LAB_TOPIC_POLICY = pastedTopicPolicy(TOPIC);
/** The policy of a new topic. */
export const CONSOLE_TOPIC_POLICY = consoleTopicPolicy(TOPIC);
/** The policy of a new queue after it was subscribed to the topic. */
export const CONSOLE_QUEUE_POLICY = subscribedQueuePolicy(QUEUE, TOPIC);
/** The trust policy of a role that was made for Lambda. */
export const CONSOLE_TRUST_POLICY = trustPolicy();
