import { DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../../checks/aws.ts';
import { see } from '../../checks/trouble.ts';
import { mustSee } from './must-see.ts';
import { logGroupsOf } from './names.ts';
import type { Thing } from './thing.ts';

/** The log groups of functions, those that Lambda made among them: they outlive the functions. */
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
  // The shortest name comes first.
  return logGroups.find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
}
