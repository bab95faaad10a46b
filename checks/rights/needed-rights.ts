import type { NeededRights } from '../../account/policy/rights-beyond.ts';
import readOnly from './read-only.json' with { type: 'json' };
import withProbe from './with-probe.json' with { type: 'json' };

/** In AWS, a batch needs the permission for a single message. The embedded AWS has its own action for it. */
const OF_THE_EMBEDDED_AWS = 'sqs:changemessagevisibilitybatch';

/** Every right that the grader needs, read-only or with the probe. */
export const NEEDED_RIGHTS: NeededRights = readRights();

function readRights(): NeededRights {
  const rights = new Map([[OF_THE_EMBEDDED_AWS, ['*']]]);
  for (const { Action, Resource } of [...readOnly.Statement, ...withProbe.Statement]) {
    for (const action of [Action].flat().map((name) => name.toLowerCase()))
      rights.set(action, [...(rights.get(action) ?? []), ...[Resource].flat()]);
  }
  return rights;
}
