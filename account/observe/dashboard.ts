import {
  type CloudWatchClient,
  type DashboardEntry,
  GetDashboardCommand,
  ListDashboardsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Aws } from '../../aws/clients.ts';
import { type Seen, see } from '../seen.ts';

/**
 * The number of dashboards that are read, newest first. When the account has more and none of these matches, the
 * grader says nothing about dashboards.
 */
const OPENED = 5;

/**
 * Tells whether one of the account's dashboards shows a queue or function with one of these names.
 * @returns absent when the account has too many dashboards to read.
 */
export async function observeDashboard(
  { cloudWatch, dashboards }: Aws,
  names: ReadonlySet<string>,
): Promise<Seen<boolean>> {
  if (names.size === 0) return { kind: 'absent' };
  return see('cloudwatch:ListDashboards', async () => {
    const { DashboardEntries = [] } = await dashboards.send(new ListDashboardsCommand({}));
    for (const { DashboardName } of DashboardEntries.toSorted(newestFirst).slice(0, OPENED)) {
      if (mayShow(await readBody(cloudWatch, DashboardName), names)) return true;
    }
    return DashboardEntries.length > OPENED ? undefined : false;
  });
}

function newestFirst(a: DashboardEntry, b: DashboardEntry): number {
  return Number(b.LastModified ?? 0) - Number(a.LastModified ?? 0);
}

async function readBody(client: CloudWatchClient, DashboardName: string | undefined): Promise<string> {
  const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName }));
  return DashboardBody;
}

/** A search expression or a log query can show resources without naming them. */
function mayShow(body: string, names: ReadonlySet<string>): boolean {
  return [...names, 'SEARCH(', 'SELECT '].some((text) => body.includes(text));
}
