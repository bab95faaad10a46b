import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../../aws/clients.ts';
import type { LogGroupFacts } from '../facts.ts';
import { type Seen, see } from '../seen.ts';

/**
 * Reads the retention of a log group. Among all groups whose names begin with this name, CloudWatch Logs lists it
 * first.
 */
export async function observeLogGroup({ logs }: Aws, name: string): Promise<Seen<LogGroupFacts>> {
  return see('logs:DescribeLogGroups', async () => {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    return group && { name, retentionDays: group.retentionInDays ?? null };
  });
}
