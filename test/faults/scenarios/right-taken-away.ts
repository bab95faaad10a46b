import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { keysOf, type Scenario } from '../scenario.ts';

const POLICY = { PolicyName: 'taken-away' };
const DENY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
};

/**
 * For a while, the role is not allowed to write. Every upload becomes a dead letter, and is processed once it is
 * moved back.
 */
export const rightTakenAway: Scenario = {
  name: 'right-taken-away',
  title: 'Permission removed',
  async run(bench) {
    const { aws, branches } = bench;
    const keys = keysOf('right-taken-away', bench.short ? 6 : 50);
    const roles = [...new Set(branches.map(({ roleName }) => roleName))];
    const PolicyDocument = JSON.stringify(DENY);
    for (const RoleName of roles)
      await aws.iam.send(new PutRolePolicyCommand({ RoleName, ...POLICY, PolicyDocument }));
    const uploads = await bench.uploadAll(keys);
    await bench.settle(300);
    const letters = await bench.deadLetters();
    const denied = letters.filter(({ reason }) => /not authorized|AccessDenied/.test(reason ?? ''));
    for (const RoleName of roles) await aws.iam.send(new DeleteRolePolicyCommand({ RoleName, ...POLICY }));
    const moved = await bench.redrive();
    return {
      account: await bench.account('right-taken-away', uploads),
      broken: { count: denied.length, what: 'dead letters with AccessDenied', least: 2 * keys.length },
      notes: [`${moved} dead letters were moved back after the role got the permission again.`],
      problems: letters.length === denied.length ? [] : ['Some dead letters have another reason.'],
    };
  },
};
