import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import policy from './rights/clean.json' with { type: 'json' };

/** The resources that have the lab's names. Each name can have the template's NameSuffix at its end. */
const named = [
  ...['iam::*:role/CustomExecutionRole*', 'iam::*:role/LabExecutionRole*', 'sns:*:*:resize-image-topic-*'],
  ...OUTPUT_NAMES.flatMap((name) => {
    const { functionName } = OUTPUTS[name];
    return [
      ...[`lambda:*:*:function:${functionName}*`, `sqs:*:*:${name}-*`],
      ...['aws/lambda', 'image-lab'].map((folder) => `logs:*:*:log-group:/${folder}/${functionName}*`),
    ];
  }),
].map((resource) => `arn:aws:${resource}`);

it('the policy of npm run clean names the resources of every output', () => {
  const resources = named.toSorted();
  if (process.env.UPDATE_GOLDEN === '1') {
    const Statement = policy.Statement.map((statement) =>
      statement.Sid === 'RemoveWhatHas' ? { ...statement, Resource: resources } : statement,
    );
    const file = new URL('rights/clean.json', import.meta.url);
    writeFileSync(file, `${JSON.stringify({ ...policy, Statement }, null, 2)}\n`);
    return;
  }
  const { Resource } = policy.Statement.find(({ Sid }) => Sid === 'RemoveWhatHas') ?? {};
  assert.deepEqual(Resource, resources, 'UPDATE_GOLDEN=1 npm test -- operate/clean/rights.test.ts');
});
