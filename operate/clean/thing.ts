/** Kinds of things, in the order in which they are removed: what causes work first, what tells of it last. */
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

/** Something in the account. */
export interface Thing {
  kind: Kind;
  /** As the user knows it. */
  name: string;
  /** As AWS is told it: an ARN, a URL, a name. */
  id: string;
  /** How much is in it: `3 objects, 1.2 MB`. */
  holds?: string;
}

/** A stack, with those of its things that are worth a line. */
export interface StackThing extends Thing {
  kind: 'stack';
  contains: readonly Thing[];
  /** Emptied before the stack is deleted; undefined when the stack has none any more. */
  bucket: string | undefined;
}

export interface Plan {
  account: string;
  region: string;
  stacks: readonly StackThing[];
  /** Made by hand. */
  things: readonly Thing[];
  /** Wired to the lab, and not named as the lab names it: removed only when it is said by name. */
  others: readonly Thing[];
  /** What stays, each with the reason, and maybe the command that removes it. */
  kept: readonly { what: string; why: string }[];
}

export function isEmptyPlan({ stacks, things }: Plan): boolean {
  return stacks.length + things.length === 0;
}

/** In the order of removal. */
export function inOrder(things: readonly Thing[]): Thing[] {
  return KINDS.flatMap((kind) => things.filter((thing) => thing.kind === kind));
}
