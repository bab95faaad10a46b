import {
  type CloudWatchClient,
  type DashboardEntry,
  GetDashboardCommand,
  ListDashboardsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Aws } from '../aws.ts';
import type { Seen } from '../facts.ts';
import { see } from '../trouble.ts';

/** The newest of an account. When there are more, and none of these is it, nothing is said of dashboards. */
const OPENED = 5;

/**
 * Whether one of the account's dashboards shows something of these names.
 * @returns absent when there are too many dashboards to tell.
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

/** A search or a query finds things whose names are not in it. */
function mayShow(body: string, names: ReadonlySet<string>): boolean {
  return [...names, 'SEARCH(', 'SELECT '].some((text) => body.includes(text));
}
