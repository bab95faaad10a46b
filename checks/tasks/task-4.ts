import type { Facts, RoleFacts } from '../facts.ts';
import type { Finding, Task } from '../step.ts';
import { absentUnless, judge } from './found.ts';
import { mayWork, trustsLambda } from './role-rights.ts';

export const task4: Task = {
  id: '4',
  title: 'Two roles for Lambda',
  optional: false,
  guide: 'lab/README.md#task-4',
  steps: [
    {
      id: '4.custom-trust',
      title: 'CustomExecutionRole trusts Lambda',
      points: 2,
      needs: [],
      verify: (facts) => withRole(facts, 'custom', (role) => trustsLambda(role, facts.account)),
    },
    {
      id: '4.custom-permissions',
      title: 'CustomExecutionRole may write logs, and put, delete and list objects',
      points: 3,
      needs: (facts) => (hasRole(facts, 'custom') ? ['3.2.bucket'] : ['4.custom-trust']),
      verify: (facts) => withRole(facts, 'custom', (role) => mayWork(role)),
    },
    {
      id: '4.lab-trust',
      title: 'LabExecutionRole trusts Lambda',
      points: 2,
      needs: [],
      verify: (facts) => withRole(facts, 'lab', (role) => trustsLambda(role, facts.account)),
    },
    {
      id: '4.lab-permissions',
      title: 'LabExecutionRole may write logs, read the queues, and read and write pictures',
      points: 3,
      needs: (facts) => (hasRole(facts, 'lab') ? ['3.2.bucket'] : ['4.lab-trust']),
      verify: (facts) => withRole(facts, 'lab', (role) => mayWork(role)),
    },
  ],
};

const names = { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' } as const;

function hasRole({ roles }: Facts, role: 'custom' | 'lab'): boolean {
  return roles[role].kind === 'found';
}

function withRole({ roles }: Facts, role: 'custom' | 'lab', found: (role: RoleFacts) => Finding): Finding {
  const name = names[role];
  return judge(roles[role], {
    what: `the role ${name}`,
    found,
    absent: (near) =>
      absentUnless(near, `role '${name}'`, `there is no role '${name}'. Roles are made in IAM.`),
  });
}
