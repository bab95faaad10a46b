import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts } from '../../account/facts.ts';
import { ABSENT, found } from '../../test/fixtures/broken-facts.ts';
import { allRightFacts as right } from '../../test/fixtures/grades.ts';
import { gradeFacts } from '../grade.ts';

const withoutRole: Facts = { ...right, roles: { ...right.roles, custom: ABSENT } };
const stack = (resources: Readonly<Record<string, string>>): Facts => ({
  ...withoutRole,
  builtBy: found({ name: 'my-stack', resources, sizes: {} }),
});

describe('the hint about a missing CustomExecutionRole', () => {
  it('names the parameter, when a stack leaves the role out', () => {
    const { verdict, earned, hint } = trust(stack({ LabExecutionRole: 'LabExecutionRole' }));
    assert.deepEqual([verdict, earned], ['fail', 0]);
    assert.match(hint ?? '', /The stack my-stack .* LabOnlyResources is Omit\b.*LabOnlyResources=Create/);
  });

  for (const [name, facts] of Object.entries({
    'when the lab was built by hand': { ...withoutRole, builtBy: ABSENT },
    'when the stack made the role, and it was deleted since': stack({
      LabExecutionRole: 'LabExecutionRole',
      CustomExecutionRole: 'CustomExecutionRole',
    }),
    'when somebody else made the stack': stack({}),
  } satisfies Record<string, Facts>)) {
    it(`says that there is none, ${name}`, () =>
      assert.match(trust(facts).hint ?? '', /no role is named CustomExecutionRole/));
  }
});

function trust(facts: Facts) {
  const step = gradeFacts(facts)
    .tasks.flatMap(({ steps }) => steps)
    .find(({ id }) => id === '4.custom-trust');
  return step ?? assert.fail('There is no step 4.custom-trust.');
}
