import { paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Aws } from '../../checks/aws.ts';
import type { Discovered } from '../../checks/observe/discover.ts';
import { see } from '../../checks/trouble.ts';
import { mustSee } from './must-see.ts';
import { isLabsName } from './names.ts';
import type { Plan, Thing } from './thing.ts';

interface RoleClues {
  /** What is to be removed. */
  goes: readonly Thing[];
  ofStacks: ReadonlySet<string>;
  suffix: string;
}

/** The lab's roles by their names; one that a function has which stays is kept. */
export async function findRoles(
  aws: Aws,
  { roles }: Discovered,
  { goes: things, ofStacks, suffix }: RoleClues,
): Promise<Pick<Plan, 'things' | 'kept'>> {
  const found = Object.values(roles)
    .flatMap((seen) => mustSee(seen) ?? [])
    .filter(({ name }) => isLabsName('role', name, suffix) && !ofStacks.has(name));
  if (found.length === 0) return { things: [], kept: [] };
  const users = mustSee(await see('lambda:ListFunctions', () => listUsers(aws))) ?? [];
  const goes = new Set(things.filter(({ kind }) => kind === 'function').map(({ name }) => name));
  const userOf = (arn: string) => users.find(({ role, name }) => role === arn && !goes.has(name))?.name;
  return {
    things: found
      .filter(({ arn }) => userOf(arn) === undefined)
      .map(({ name }) => ({ kind: 'role', name, id: name })),
    kept: found
      .filter(({ arn }) => userOf(arn) !== undefined)
      .map(({ name, arn }) => ({
        what: `role ${name}`,
        why: `the function ${userOf(arn)}, which stays, has it`,
      })),
  };
}

async function listUsers({ lambda }: Aws): Promise<{ name: string; role: string }[]> {
  const users: { name: string; role: string }[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    users.push(...Functions.map(({ FunctionName: name = '', Role: role = '' }) => ({ name, role })));
  }
  return users;
}
