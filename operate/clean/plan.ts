import type { Aws } from '../../checks/aws.ts';
import { bucketReader } from '../../checks/observe/bucket-reader.ts';
import { findPlace, nameOfArn } from '../../checks/observe/place.ts';
import { Failure } from '../../local/set-up/failure.mjs';
import { countContent } from './bucket-content.ts';
import { plural } from './describe.ts';
import { findByHand, type Given } from './find-by-hand.ts';
import { findLogs } from './find-logs.ts';
import { findStacks } from './find-stacks.ts';
import { mustSee } from './must-see.ts';
import { LAB_FUNCTIONS } from './names.ts';
import { inOrder, type Plan, type Thing } from './thing.ts';

/** What the user says. */
export interface Asked extends Given {
  stack?: string | undefined;
  /** Names of what is wired to the lab and not called as the lab calls it. */
  also: readonly string[];
}

/** The name in samconfig.toml of the stack, and of the folder of its artifacts. */
const SAM_FOLDER = 'serverless-image-lab/';

/** Finds all that is to be removed, and all that stays. @throws Failure, NotSeen when that cannot be told. */
export async function makePlan(aws: Aws, asked: Asked): Promise<Plan> {
  const place = mustSee(await findPlace(aws));
  if (place === undefined) throw new Error('AWS did not say whose account this is.');
  const found = await findStacks(aws, asked);
  const ofStacks = new Set(
    [...found.physicalIds].flatMap((id) => (/^(arn|https?):/.test(id) ? [id, nameOfArn(id)] : [id])),
  );
  const NONE = { things: [], others: [], kept: [] };
  const byHand = asked.stack === undefined ? await findByHand(aws, place, asked, ofStacks) : NONE;
  const chosen = choose(byHand.others, asked.also);
  const things = [...byHand.things, ...chosen.also];
  const logs = await findLogs(
    aws,
    functionsWithLogs(
      found.stacks.flatMap(({ contains }) => contains),
      things,
      chosen.others,
      asked,
    ),
  );
  const { account, region } = place;
  return {
    ...{ account, region, stacks: found.stacks },
    things: inOrder([...things, ...logs.filter(({ name }) => !ofStacks.has(name))]),
    others: chosen.others,
    kept: [...found.kept, ...byHand.kept, ...(await samArtifacts(aws, region))],
  };
}

function choose(others: readonly Thing[], names: readonly string[]): { also: Thing[]; others: Thing[] } {
  const unknown = names.find((name) => !others.some((other) => other.name === name));
  if (unknown !== undefined) {
    const found =
      others.length === 0 ? 'there is none' : `there are ${others.map(({ name }) => name).join(', ')}`;
    throw new Failure({
      code: 'no-such-thing',
      problem: `--also is '${unknown}': expected something that is wired to the lab, and ${found}.`,
      fix: 'npm run clean -- --dry-run',
    });
  }
  return {
    also: others.filter(({ name }) => names.includes(name)),
    others: others.filter(({ name }) => !names.includes(name)),
  };
}

/** Those that go, and those that are gone already, but none that stays. */
function functionsWithLogs(
  inStacks: readonly Thing[],
  things: readonly Thing[],
  others: readonly Thing[],
  { stack }: Asked,
): Set<string> {
  const names = [...inStacks, ...things].filter(({ kind }) => kind === 'function').map(({ name }) => name);
  const usual = stack === undefined ? LAB_FUNCTIONS : [];
  const stay = new Set(others.map(({ name }) => name));
  return new Set([...names, ...usual].filter((name) => !stay.has(name)));
}

/** SAM's own bucket is shared by all that SAM deploys. */
async function samArtifacts(aws: Aws, region: string): Promise<Plan['kept']> {
  const buckets = mustSee(await bucketReader(aws, region).list())?.here ?? [];
  const kept: { what: string; why: string }[] = [];
  for (const bucket of buckets.filter((name) => name.startsWith('aws-sam-cli-managed-default-'))) {
    const { objects = 0 } = (await countContent(aws, bucket, SAM_FOLDER)) ?? {};
    if (objects === 0) continue;
    const url = `s3://${bucket}/${SAM_FOLDER}`;
    const why = `the ${plural(objects, 'file')} that SAM uploaded, in a bucket of its own. Remove them: aws s3 rm --recursive ${url}`;
    kept.push({ what: url, why });
  }
  return kept;
}
