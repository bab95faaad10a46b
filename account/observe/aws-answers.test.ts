/** Plays back answers of AWS that differ from those of the embedded AWS, to the real clients. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Aws } from '../../aws/clients.ts';
import { mayWork } from '../../checks/tasks/role-rights.ts';
import { connect } from '../connect.ts';
import { foundIn } from '../seen.ts';
import { readFunction } from './function.ts';
import { askPermissions } from './permissions.ts';
import { observeTopic } from './topic.ts';
import { readTriggers } from './triggers.ts';

const place = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

type Client = keyof Aws;
type Answer = (input: Record<string, unknown>, times: number) => object;

/** Makes clients, one of which gets these answers by command. Nothing is sent. @returns the calls too. */
function playBack(client: Client, answers: Readonly<Record<string, Answer>>) {
  const calls: string[] = [];
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const aws = connect({ region: 'eu-west-1', credentials, onCall: (action) => calls.push(action) });
  const stack: Stack = aws[client].middlewareStack as Stack;
  const times = new Map<string, number>();
  stack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const count = (times.get(commandName) ?? 0) + 1;
        times.set(commandName, count);
        const answer = answers[commandName.replace(/Command$/, '')];
        if (answer === undefined) throw new Error(`No answer to ${commandName}`);
        return { output: { $metadata: {}, ...answer(input, count) }, response: {} };
      },
    { step: 'initialize', priority: 'low' },
  );
  return { aws, calls };
}

/** What the middleware stacks of all clients have in common. */
interface Stack {
  add(
    middleware: (
      next: unknown,
      context: { commandName?: string },
    ) => (args: { input: Record<string, unknown> }) => Promise<unknown>,
    options: { step: 'initialize'; priority: 'low' },
  ): void;
}

describe('a function that is still being created', () => {
  it('is read again until it has settled', async () => {
    const { aws, calls } = playBack('lambda', {
      GetFunction: (_, times) => ({
        Configuration: {
          FunctionName: 'f',
          State: times > 1 ? 'Active' : 'Pending',
          LastUpdateStatus: 'Successful',
        },
      }),
    });
    assert.equal(foundIn(await readFunction(aws, 'f'))?.state, 'Active');
    assert.equal(calls.length, 2, calls.join());
  });

  it('is read in its state when its creation has failed', async () => {
    const { aws } = playBack('lambda', {
      GetFunction: (_, times) => ({
        Configuration: {
          FunctionName: 'f',
          State: times > 1 ? 'Failed' : 'Pending',
          StateReason: 'no rights',
        },
        Concurrency: { ReservedConcurrentExecutions: 0 },
      }),
    });
    const { state, stateReason, reservedConcurrency } = foundIn(await readFunction(aws, 'f')) ?? {};
    assert.deepEqual([state, stateReason, reservedConcurrency], ['Failed', 'no rights', 0]);
  });

  it('keeps only MAX_SIZE of its environment', async () => {
    const { aws } = playBack('lambda', {
      GetFunction: () => ({
        Configuration: {
          FunctionName: 'f',
          Environment: { Variables: { MAX_SIZE: '200', TOKEN: 'a secret' } },
        },
      }),
    });
    const seen = await readFunction(aws, 'f');
    assert.equal(foundIn(seen)?.maxSize, 200);
    assert.doesNotMatch(JSON.stringify(seen), /secret|TOKEN/);
  });
});

describe('a trigger that is still being created', () => {
  it('is read again until it has settled', async () => {
    const { aws } = playBack('lambda', {
      ListEventSourceMappings: (_, times) => ({
        EventSourceMappings: [{ UUID: '1', State: times > 1 ? 'Enabled' : 'Creating', BatchSize: 1 }],
      }),
    });
    assert.deepEqual(
      foundIn(await readTriggers(aws, 'f'))?.map(({ state }) => state),
      ['Enabled'],
    );
  });
});

describe("IAM's simulation", () => {
  const role = { arn: 'arn:aws:iam::111122223333:role/r', name: 'r', trust: null, boundary: null };
  const keys = ['ingest', 'mobile'].map((folder) => `arn:aws:s3:::b/${folder}/x.jpg`);
  const questions = keys.map((resource) => ({
    purpose: 'needed' as const,
    action: 's3:PutObject',
    resource,
  }));
  const EvalActionName = 's3:PutObject';

  it('gets one call for all resources of a kind', async () => {
    const { aws, calls } = playBack('iam', {
      SimulatePrincipalPolicy: ({ ResourceArns }) => ({
        EvaluationResults: (ResourceArns as string[]).map((EvalResourceName) => ({
          EvalActionName,
          EvalResourceName,
          EvalDecision: EvalResourceName.includes('ingest') ? 'allowed' : 'explicitDeny',
        })),
      }),
    });
    const permissions = await askPermissions(aws, place, role, questions);
    assert.deepEqual(
      permissions.map(({ decision }) => decision),
      ['allowed', 'explicitDeny'],
    );
    assert.deepEqual(calls, ['iam:SimulatePrincipalPolicy']);
  });

  it('can answer with a list of resources, and in pages', async () => {
    const { aws } = playBack('iam', {
      SimulatePrincipalPolicy: ({ Marker }) => ({
        IsTruncated: Marker === undefined,
        ...(Marker === undefined && { Marker: 'next' }),
        EvaluationResults: [
          {
            EvalActionName,
            EvalResourceName: '*',
            EvalDecision: 'implicitDeny',
            ResourceSpecificResults: [
              { EvalResourceName: keys[Marker === undefined ? 0 : 1], EvalResourceDecision: 'allowed' },
            ],
          },
        ],
      }),
    });
    const permissions = await askPermissions(aws, place, role, questions);
    assert.deepEqual(
      permissions.map(({ decision }) => decision),
      ['allowed', 'allowed'],
    );
  });
});

/** AWS returns one result for each action, as the SDK's types document. */
describe("IAM's simulation of several resources", () => {
  const role = { arn: 'arn:aws:iam::111122223333:role/r', name: 'r', trust: null, boundary: null };
  const keys = ['ingest', 'mobile'].map((folder) => `arn:aws:s3:::b/${folder}/x.jpg`);
  const action = 's3:PutObject';
  const questions = keys.map((resource) => ({ purpose: 'needed' as const, action, resource }));
  const result = { EvalActionName: action, EvalDecision: 'explicitDeny' };

  async function decisions(answer: Answer) {
    const { aws, calls } = playBack('iam', { SimulatePrincipalPolicy: answer });
    const permissions = await askPermissions(aws, place, role, questions);
    return { decisions: permissions.map(({ decision }) => decision), calls: calls.length };
  }

  it('gives the most restrictive decision, and the list has one for each resource', async () => {
    for (const EvalResourceName of ['*', 'arn:aws:s3:::b/*', keys[0]]) {
      const ResourceSpecificResults = keys.map((key, index) => ({
        EvalResourceName: key,
        EvalResourceDecision: index === 0 ? 'allowed' : 'explicitDeny',
      }));
      const seen = await decisions(() => ({
        EvaluationResults: [{ ...result, EvalResourceName, ResourceSpecificResults }],
      }));
      assert.deepEqual(seen, { decisions: ['allowed', 'explicitDeny'], calls: 1 });
    }
  });

  it('is asked about each resource when the list leaves one out', async () => {
    const seen = await decisions(({ ResourceArns }) => {
      const [first, ...more] = ResourceArns as string[];
      const EvalDecision = more.length > 0 || first === keys[1] ? 'implicitDeny' : 'allowed';
      return { EvaluationResults: [{ ...result, EvalDecision, EvalResourceName: 'arn:aws:s3:::b/*' }] };
    });
    assert.deepEqual(seen, { decisions: ['allowed', 'implicitDeny'], calls: 3 });
  });

  it('leaves a question unknown, not denied, when it does not answer it', async () => {
    const seen = await decisions(({ ResourceArns }) => {
      const [first] = ResourceArns as string[];
      return { EvaluationResults: first === keys[1] ? [] : [{ ...result, EvalDecision: 'allowed' }] };
    });
    assert.deepEqual(seen.decisions, ['allowed', 'unknown']);
    const permissions = questions.map((question) => ({ ...question, decision: 'unknown' as const }));
    const { verdict } = mayWork({ ...role, permissions });
    assert.equal(verdict, 'error');
  });
});

describe('subscriptions', () => {
  it('by email are not read before they are confirmed, because they have no ARN', async () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:resize-image-topic-2718';
    const { aws, calls } = playBack('sns', {});
    const reader = {
      list: async () => ({ kind: 'absent' }) as const,
      attributes: async () => ({ kind: 'found', value: { Policy: '{}' } }) as const,
      subscriptions: async () => {
        const Endpoint = 'learner@example.com';
        return {
          kind: 'found' as const,
          value: [
            { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint },
            { SubscriptionArn: `${arn}:1`, Protocol: 'email', Endpoint },
          ],
        };
      },
    };
    const { subscriptions = [] } = foundIn(await observeTopic(aws, reader, arn)) ?? {};
    assert.deepEqual(
      subscriptions.map(({ confirmed, endpoint }) => [confirmed, endpoint]),
      [
        [false, 'l…@example.com'],
        [true, 'l…@example.com'],
      ],
    );
    assert.deepEqual(calls, []);
  });
});
