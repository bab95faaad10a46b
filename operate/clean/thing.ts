/** Kinds of resources in the order of removal. Resources that cause work come first, and their logs come last. */
export const KINDS = [
  'stack',
  'trigger',
  'function',
  'subscription',
  'topic',
  'queue',
  'bucket',
  'role',
  'log group',
] as const;

export type Kind = (typeof KINDS)[number];

/** A resource in the account. */
export interface Thing {
  kind: Kind;
  /** The name that users see. */
  name: string;
  /** The ARN, URL or name for calls to AWS. */
  id: string;
  /** What the resource holds: `3 objects, 1.2 MB`. */
  holds?: string;
}

/** A stack with the resources that the report lists. */
export interface StackThing extends Thing {
  kind: 'stack';
  contains: readonly Thing[];
  /** The bucket, which is emptied before the stack is deleted. Undefined when the stack no longer has one. */
  bucket: string | undefined;
  /** The status of a stack whose creation or deletion failed. Such a stack blocks the next deployment. */
  failed?: string;
}

export interface Plan {
  account: string;
  region: string;
  stacks: readonly StackThing[];
  /** Resources that were created by hand. */
  things: readonly Thing[];
  /** Resources that are connected to the lab but have other names. `--also` removes them. */
  others: readonly Thing[];
  /** Resources that stay, each with the reason and sometimes the command that removes it. */
  kept: readonly { what: string; why: string }[];
}

export function isEmptyPlan({ stacks, things }: Plan): boolean {
  return stacks.length + things.length === 0;
}

/** Sorts resources in the order of removal. */
export function inOrder(things: readonly Thing[]): Thing[] {
  return KINDS.flatMap((kind) => things.filter((thing) => thing.kind === kind));
}

/** Tells whether a bucket stays only because the user did not confirm its foreign objects. */
export function isBucketKept({ kept }: Plan): boolean {
  return kept.some(({ why }) => why.includes('--bucket-with-everything'));
}
