import type { Variant } from './variants.ts';

/** A rule that something in the template breaks. */
export interface Finding {
  /** Such as `CKV_AWS_18`. */
  rule: string;
  /** A logical id, or `template` where it is about no resource. */
  resource: string;
  /** Where in the resource: `Properties.VisibilityTimeout`. */
  where?: string;
  /** What is wrong, and what to do, in the rule set's own words. */
  what: string;
  /** A page that explains the rule. */
  link: string;
  /** Which form of the template it was found in; cfn-lint looks at all at once. */
  variant?: Variant;
}

/** What a rule set said of a template. */
export interface Verdict {
  set: string;
  version: string;
  /** How many rules looked at something. */
  rules: number;
  findings: readonly Finding[];
}
