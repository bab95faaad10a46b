import type { Facts, RoleFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { taskPage } from '../../lab/task-page.ts';
import type { Finding, Task } from '../step.ts';
import { absentUnless, fail, judge } from './found.ts';
import { mayWork, onceThereIsABucket, trustsLambda } from './role-rights.ts';

export const task4: Task = {
  id: '4',
  title: 'Execution roles for Lambda',
  optional: false,
  guide: taskPage('4'),
  steps: [
    {
      id: '4.custom-trust',
      title: 'Lambda can assume CustomExecutionRole',
      points: 2,
      needs: [],
      verify: (facts) => withRole(facts, 'custom', (role) => trustsLambda(role, facts.account)),
    },
    {
      id: '4.custom-permissions',
      title: 'CustomExecutionRole can write logs, and put, delete and list objects',
      points: 3,
      needs: (facts) => (hasRole(facts, 'custom') ? ['3.2.bucket'] : ['4.custom-trust']),
      verify: (facts) => withRole(facts, 'custom', (role) => onceThereIsABucket(facts, mayWork(role))),
    },
    {
      id: '4.lab-trust',
      title: 'Lambda can assume LabExecutionRole',
      points: 2,
      needs: [],
      verify: (facts) => withRole(facts, 'lab', (role) => trustsLambda(role, facts.account)),
    },
    {
      id: '4.lab-permissions',
      title: 'LabExecutionRole can write logs, receive messages, and read and write pictures',
      points: 3,
      needs: (facts) => (hasRole(facts, 'lab') ? ['3.2.bucket'] : ['4.lab-trust']),
      verify: (facts) => withRole(facts, 'lab', (role) => onceThereIsABucket(facts, mayWork(role))),
    },
  ],
};

const names = { custom: 'CustomExecutionRole', lab: 'LabExecutionRole' } as const;

function hasRole({ roles }: Facts, role: 'custom' | 'lab'): boolean {
  return roles[role].kind === 'found';
}

function withRole(facts: Facts, role: 'custom' | 'lab', found: (role: RoleFacts) => Finding): Finding {
  const name = names[role];
  return judge(facts.roles[role], {
    what: `the role ${name}`,
    found,
    absent: (near) =>
      leftOut(facts, role) ??
      absentUnless(near, {
        kind: 'role',
        expected: name,
        notYet: `no role is named ${name}. Look in IAM → Roles.`,
      }),
  });
}

/** A stack of template.yaml can be deployed without CustomExecutionRole. */
function leftOut({ builtBy }: Facts, role: 'custom' | 'lab'): Finding | undefined {
  const stack = builtBy && foundIn(builtBy);
  if (role !== 'custom' || stack === undefined) return undefined;
  const { LabExecutionRole, CustomExecutionRole } = stack.resources;
  if (LabExecutionRole === undefined || CustomExecutionRole !== undefined) return undefined;
  return fail(
    `The stack ${stack.name} was deployed without CustomExecutionRole, because its parameter LabOnlyResources is Omit. That is right for production, but the lab asks for the role. To earn these points, deploy with LabOnlyResources=Create.`,
    { stack: stack.name },
  );
}
