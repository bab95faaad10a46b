import { stringify } from 'csv-stringify/sync';
import { Failure } from '../../cli/failure.mjs';
import type { Learner } from '../learner.ts';

const COLUMNS = [
  ...['id', 'name', 'email', 'role_arn', 'external_id', 'region', 'stack', 'bucket', 'topic'],
  ...['account', 'deadline', 'line'],
] as const;

/**
 * Writes a roster in the form that Step Functions reads: commas, no byte order mark, and one column for each thing. The instructor's
 * own file may have semicolons or be a gradebook of Canvas.
 * @throws Failure for learners whom only this machine can reach.
 */
export function normalRoster(learners: readonly Learner[]): string {
  refuseLocal(learners);
  return stringify(learners.map(rowOf), { header: true, columns: [...COLUMNS] });
}

function rowOf(learner: Learner): Partial<Record<(typeof COLUMNS)[number], string | undefined>> {
  const { access, line, id, name, email, region, stack, bucket, topic, account, deadline } = learner;
  const way = access.kind === 'role' ? { role_arn: access.roleArn, external_id: access.externalId } : {};
  return { id, name, email, region, stack, bucket, topic, account, deadline, ...way, line: String(line) };
}

function refuseLocal(learners: readonly Learner[]): void {
  const local = learners.filter(({ access }) => access.kind === 'profile' || access.kind === 'facts');
  if (local.length === 0) return;
  throw new Failure({
    code: 'no-role',
    problem: `A function can only use a role_arn, but ${local.length} of ${learners.length} rows have a profile or a facts file.`,
    fix: 'npm run class -- roster.csv   # grades them from this machine',
    detail: local
      .slice(0, 10)
      .map(({ line, id }) => `line ${line}: ${id}`)
      .join('\n'),
  });
}
