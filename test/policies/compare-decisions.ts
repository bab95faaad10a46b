import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Decision, PolicyRequest } from '../../account/policy/evaluate.ts';
import { randomPolicy, type World } from './random-policies.ts';

/** The number of policies in each comparison. More take longer. */
const POLICIES = Number(process.env.POLICIES ?? '100');

/** Compares many decisions. It counts the outcomes, so that a comparison that never happens does not pass. */
export async function compare(
  world: World,
  decide: (policy: object) => Promise<readonly Compared[]>,
): Promise<void> {
  const seen = { through: 0, not: 0 };
  await fc.assert(
    fc.asyncProperty(randomPolicy(world), async (policy) => {
      for (const { request, embedded, ours, decision } of await decide(policy)) {
        seen[embedded ? 'through' : 'not'] += 1;
        assert.equal(ours, embedded, `${JSON.stringify(request)}\n${JSON.stringify(decision)}`);
      }
    }),
    { numRuns: POLICIES },
  );
  for (const [outcome, times] of Object.entries(seen)) assert.ok(times > 0, `${outcome}: ${times} times`);
}

export interface Compared {
  request: PolicyRequest;
  /** Whether the embedded AWS allowed the request. */
  embedded: boolean;
  /** Whether our evaluator allows it. */
  ours: boolean;
  decision: Decision;
}

export const REQUEST_KEYS: World['keys'] = {
  'aws:SourceIp': {
    kind: 'address',
    values: ['127.0.0.1', '127.0.0.0/8', '10.0.0.0/8', '0.0.0.0/0', '::/0'],
  },
  'aws:SecureTransport': { kind: 'bool', values: ['true', 'false'] },
  'aws:CurrentTime': { kind: 'date', values: ['2020-01-01T00:00:00Z', '2099-01-01', '1577836800'] },
  'aws:EpochTime': { kind: 'number', values: ['0', '1577836800', '99999999999'] },
  'aws:nothing': { kind: 'string', values: ['x'] },
};

export const requestContext = () => ({
  'aws:SourceIp': '127.0.0.1',
  'aws:SecureTransport': 'true',
  'aws:CurrentTime': new Date().toISOString(),
  'aws:EpochTime': String(Math.floor(Date.now() / 1000)),
});
