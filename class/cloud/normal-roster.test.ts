import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Learner } from '../learner.ts';
import { parseRoster } from '../roster.ts';
import { estimateRun } from './estimate.ts';
import { normalRoster } from './normal-roster.ts';

const learner: Learner = {
  ...{ id: '0042', name: 'Doe, "Jane"', email: 'jane@example.com', line: 3, region: 'eu-west-1' },
  access: {
    kind: 'role',
    roleArn: 'arn:aws:iam::111122223333:role/ImageLabGrader',
    externalId: 'class-0042',
  },
};

it('a roster for Step Functions reads as the same learners', () => {
  const { learners, problems } = parseRoster(Buffer.from(normalRoster([learner])));
  assert.deepEqual(problems, []);
  assert.deepEqual(learners, [{ ...learner, line: 2 }]);
});

it('a learner without a way in stays in the roster', () => {
  const { learners } = parseRoster(
    Buffer.from(normalRoster([learner, { ...learner, id: '7', access: { kind: 'none' } }])),
  );
  assert.deepEqual(
    learners.map(({ access }) => access.kind),
    ['role', 'none'],
  );
});

it('a profile is refused with its line, because a function cannot use it', () => {
  const local: Learner = { ...learner, access: { kind: 'profile', profile: 'jane' } };
  assert.throws(() => normalRoster([learner, local]), { code: 'no-role', message: /1 of 2 rows/ });
});

it('the estimate grows with the class, and most of it is the time of the function', () => {
  const [small, large] = [500, 5000].map((learners) => estimateRun(learners, 'eu-west-1'));
  assert.ok(small && large && large.usd > 5 * small.usd && large.usd < 10 * small.usd);
  assert.ok((large.lines[0]?.usd ?? 0) > large.usd / 2);
});
