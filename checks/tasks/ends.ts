import type { End } from '../facts.ts';

interface EndNames {
  other: End;
  queue: string;
  queueTask: string;
  functionName: string;
  functionTask: string;
  triggerTask: string;
  /** Pixels of the box within which the output fits. */
  box: number;
}

/** What the lab calls the parts at each end of the pipeline. */
export const endNames = {
  thumbnail: {
    other: 'mobile',
    queue: 'thumbnail-queue',
    queueTask: '2.1',
    functionName: 'CreateThumbnail',
    functionTask: '5.1',
    triggerTask: '5.2',
    box: 128,
  },
  mobile: {
    other: 'thumbnail',
    queue: 'mobile-queue',
    queueTask: '2.2',
    functionName: 'CreateMobileImage',
    functionTask: '5.3',
    triggerTask: '5.4',
    box: 640,
  },
} as const satisfies Record<End, EndNames>;

/** The steps without which no message gets from the topic to a queue. */
export function queueSteps(end: End): string[] {
  const { queueTask } = endNames[end];
  return ['1.topic', '1.standard', `${queueTask}.queue`, `${queueTask}.subscription`, `${queueTask}.policy`];
}

/** The steps without which no upload gets as far as an invocation, in the order in which it travels. */
export function invocationSteps(end: End): string[] {
  const { functionTask, triggerTask } = endNames[end];
  return [
    ...['1.topic', '1.standard', '3.1.publish', '3.2.bucket', '3.2.notification', '3.2.events', '3.2.filter'],
    ...queueSteps(end),
    ...['4.lab-trust', '4.lab-permissions'],
    ...[`${functionTask}.function`, `${functionTask}.role`, `${triggerTask}.trigger`],
  ];
}
