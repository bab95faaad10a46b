import { bucketReader } from '../../account/observe/bucket-reader.ts';
import { findPlace, nameOfArn } from '../../account/observe/place.ts';
import type { Aws } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';
import { countContent } from './bucket-content.ts';
import { plural } from './describe.ts';
import { findByHand, type Given } from './find-by-hand.ts';
import { findLogs } from './find-logs.ts';
import { findStacks } from './find-stacks.ts';
import { mustSee } from './must-see.ts';
import { LAB_FUNCTIONS } from './names.ts';
import { inOrder, type Plan, type Thing } from './thing.ts';

/** The options that choose what is removed. */
export interface Asked extends Given {
  stack?: string | undefined;
  /** Names of resources that are connected to the lab but have other names. */
  also: readonly string[];
}

/** The folder of the stack's artifacts. samconfig.toml names the stack and this folder. */
const SAM_FOLDER = 'serverless-image-lab/';

/**
 * Finds everything that is removed and everything that stays.
 * @throws Failure when an option is wrong or ambiguous, and NotSeen when AWS cannot be read.
 */
export async function makePlan(aws: Aws, asked: Asked): Promise<Plan> {
  const place = mustSee(await findPlace(aws));
  if (place === undefined) throw new Error('Expected an account id from STS, found none.');
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
    const found = others.length === 0 ? 'found none' : `found ${others.map(({ name }) => name).join(', ')}`;
    throw new Failure({
      code: 'no-such-thing',
      problem: `--also is '${unknown}': expected a resource that is connected to the lab, ${found}.`,
      fix: 'npm run clean -- --dry-run',
    });
  }
  return {
    also: others.filter(({ name }) => names.includes(name)),
    others: others.filter(({ name }) => !names.includes(name)),
  };
}

/** Names the functions whose logs are removed. Functions that are deleted already count, and functions that stay do not. */
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

/** Finds the files that SAM uploaded. They stay, because all deployments of SAM share its bucket. */
async function samArtifacts(aws: Aws, region: string): Promise<Plan['kept']> {
  const buckets = mustSee(await bucketReader(aws, region).list())?.here ?? [];
  const kept: { what: string; why: string }[] = [];
  for (const bucket of buckets.filter((name) => name.startsWith('aws-sam-cli-managed-default-'))) {
    const { objects = 0 } = (await countContent(aws, bucket, SAM_FOLDER)) ?? {};
    if (objects === 0) continue;
    const url = `s3://${bucket}/${SAM_FOLDER}`;
    const why = `SAM uploaded ${plural(objects, 'file')} to its own bucket. To delete them: aws s3 rm --recursive ${url}`;
    kept.push({ what: url, why });
  }
  return kept;
}
