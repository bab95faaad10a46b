import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Decision, PolicyRequest } from './evaluate.ts';
import { randomPolicy, type World } from './random-policies.ts';

/** In each comparison; more for a longer look. */
const POLICIES = Number(process.env.POLICIES ?? '100');

/** Compares many decisions, and counts what came out, so that a comparison of nothing does not pass. */
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
  /** Whether it went through. */
  embedded: boolean;
  /** Whether it should. */
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
  'aws:SecureTransport': 'false',
  'aws:CurrentTime': new Date().toISOString(),
  'aws:EpochTime': String(Math.floor(Date.now() / 1000)),
});
