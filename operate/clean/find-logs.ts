import { DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { see } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { mustSee } from './must-see.ts';
import { logGroupsOf } from './names.ts';
import type { Thing } from './thing.ts';

/** Finds the log groups of functions, including those that Lambda created. Log groups outlive their functions. */
export async function findLogs(aws: Aws, functionNames: Iterable<string>): Promise<Thing[]> {
  const names = [...new Set(functionNames)].flatMap(logGroupsOf);
  const seen = await Promise.all(
    names.map((name) => see('logs:DescribeLogGroups', () => readGroup(aws, name))),
  );
  return seen.flatMap((one) => {
    const group = mustSee(one);
    if (group?.logGroupName === undefined) return [];
    const { logGroupName: name, storedBytes = 0 } = group;
    return [{ kind: 'log group' as const, name, id: name, holds: `${Math.ceil(storedBytes / 1000)} kB` }];
  });
}

async function readGroup({ logs }: Aws, logGroupNamePrefix: string): Promise<LogGroup | undefined> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  // AWS sorts by name, so the exact name comes first.
  return logGroups.find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
}
