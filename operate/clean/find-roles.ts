import { paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Discovered } from '../../account/observe/discover.ts';
import { see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { mustSee } from './must-see.ts';
import { isLabsName } from './names.ts';
import type { Plan, Thing } from './thing.ts';

interface RoleClues {
  /** The resources to be removed. */
  goes: readonly Thing[];
  ofStacks: ReadonlySet<string>;
  suffix: string;
}

/** Finds the lab's roles by name. A role is kept when a function that stays uses it. */
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
        why: `The function ${userOf(arn)} uses it and stays`,
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
