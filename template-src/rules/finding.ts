/** A rule that the template breaks. */
export interface Finding {
  /** Such as `CKV_AWS_18`. */
  rule: string;
  /** A logical id, or `template` when the finding is about no resource. */
  resource: string;
  /** Where in the resource: `Properties.VisibilityTimeout`. */
  where?: string;
  /** What is wrong and what to do, in the words of the rule set. */
  what: string;
  /** A page that explains the rule. */
  link: string;
  /** The variant of the template with the finding. cfn-lint checks all of them at once. */
  variant?: string;
}

/** What a rule set found in a template. */
export interface Verdict {
  set: string;
  version: string;
  /** The number of rules that checked something. */
  rules: number;
  findings: readonly Finding[];
}
