import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../aws.ts';
import type { LogGroupFacts, Seen } from '../facts.ts';
import { see } from '../trouble.ts';

/** For how long a log group keeps what is in it. Of all that begin with its name, it comes first. */
export async function observeLogGroup({ logs }: Aws, name: string): Promise<Seen<LogGroupFacts>> {
  return see('logs:DescribeLogGroups', async () => {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    return group && { name, retentionDays: group.retentionInDays ?? null };
  });
}
