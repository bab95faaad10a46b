import readOnly from './read-only.json' with { type: 'json' };
import withProbe from './with-probe.json' with { type: 'json' };

/** In AWS, a batch needs the permission for a single message. The embedded AWS has its own action for it. */
const OF_THE_EMBEDDED_AWS = 'sqs:ChangeMessageVisibilityBatch';

/** Every action that the grader needs, read-only or with the probe. */
export const NEEDED_ACTIONS: readonly string[] = [
  ...new Set([readOnly, withProbe].flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action))),
  OF_THE_EMBEDDED_AWS,
];
