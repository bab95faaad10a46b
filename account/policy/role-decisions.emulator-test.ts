import { it } from 'node:test';
import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  type Compared,
  compare,
  REQUEST_KEYS,
  requestContext,
} from '../../test/policies/compare-decisions.ts';
import { embeddedRequesters } from '../../test/policies/embedded-requesters.ts';
import type { World } from '../../test/policies/random-policies.ts';
import {
  createSession,
  createUser,
  isLetThrough,
  OTHER,
  OWNER,
  rootOf,
} from '../../test/policies/requesters.ts';
import { evaluatePolicy } from './evaluate.ts';

const { emulator, optionsOf } = embeddedRequesters('test-policies-role');

it('the embedded AWS decides in the same way of identities and a role', async () => {
  const requesters = [
    await createUser(emulator().endpoint, OWNER, 'assumer', 'everything'),
    await createUser(emulator().endpoint, OTHER, 'assumer', 'everything'),
    await createSession(emulator().endpoint, OTHER, 'assumer-role', 'everything'),
  ];
  const asking = requesters.map((requester) => ({ ...requester, sts: new STSClient(optionsOf(requester)) }));
  const iam = new IAMClient(optionsOf(rootOf(OWNER)));
  const RoleName = 'wanted';
  const RoleArn = `arn:aws:iam::${OWNER}:role/${RoleName}`;
  const trust = { Version: '2012-10-17', Statement: [] };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const arns = requesters.map(({ principal }) => principal.arn);
  const role = `arn:aws:iam::${OTHER}:role/assumer-role`;
  const world: World = {
    principals: [...arns, role, OWNER, OTHER],
    services: ['lambda.amazonaws.com'],
    actions: ['sts:AssumeRole', 'sts:AssumeRole', 'sts:TagSession'],
    resources: [],
    keys: {
      ...REQUEST_KEYS,
      'aws:PrincipalArn': { kind: 'arn', values: arns },
      'aws:PrincipalAccount': { kind: 'string', values: [OWNER, OTHER] },
      'sts:ExternalId': { kind: 'string', values: ['secret', 'Secret'] },
      'sts:RoleSessionName': { kind: 'string', values: ['mine'] },
    },
  };

  await compare(world, async (policy) => {
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'mine', ExternalId: 'secret' });
    const all = asking.map(async ({ principal, sts }): Promise<Compared> => {
      const context = {
        ...requestContext(),
        'aws:PrincipalArn': principal.arn,
        'aws:PrincipalAccount': principal.account,
        'sts:ExternalId': 'secret',
        'sts:RoleSessionName': 'mine',
      };
      const request = { principal, action: 'sts:AssumeRole', resource: RoleArn, context };
      const decision = evaluatePolicy(policy, request);
      const embedded = await isLetThrough(sts.send(assume));
      return { request, embedded, ours: decision.decision === 'allow', decision };
    });
    return Promise.all(all);
  });
});
