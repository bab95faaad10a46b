/** Rules of `npm run rules` that do not apply to a resource, with the reason. */
export interface Suppression {
  /** Ids of rules from any of the rule sets: `ES6000`, `CKV_AWS_18`, `S3_BUCKET_LOGGING_ENABLED`. */
  rules: readonly string[];
  /** The reason. The template shows it next to each rule. */
  because: string;
  /** The rule is suppressed only without a key (parameter EncryptionKey). With a key it applies, and must find nothing. */
  onlyWithoutKey?: true;
}

type Set = 'cfn-lint' | 'checkov' | 'guard';

/** Returns the rule set of a rule, which the form of its id shows. cfn-lint-serverless belongs to cfn-lint. */
function setOf(rule: string): Set {
  if (/^CKV2?_/.test(rule)) return 'checkov';
  return /^[EWI]S?\d{4}$/.test(rule) ? 'cfn-lint' : 'guard';
}

/**
 * Returns the suppressions of a resource as its metadata, in the form that each rule set reads.
 * @see https://github.com/aws-cloudformation/cfn-lint#metadata
 * @see https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
 */
export function suppressionMetadata(suppressions: readonly Suppression[]) {
  const of = (set: Set) => entriesOf(suppressions, set);
  const [lint, skip, guard] = [of('cfn-lint'), of('checkov'), of('guard')];
  return {
    ...(lint.length > 0 && { 'cfn-lint': { config: { ignore_checks: lint.map(({ id }) => id) } } }),
    ...(skip.length > 0 && { checkov: { skip: skip.map(({ id, because: comment }) => ({ id, comment })) } }),
    ...(guard.length > 0 && { guard: { SuppressedRules: guard.map(({ id }) => id) } }),
  };
}

/** Returns the reasons that the metadata cannot contain, as comments. The path says to which line below the resource each belongs. */
export function suppressionComments(suppressions: readonly Suppression[]): [path: string, because: string][] {
  const lists = [
    ['Metadata.cfn-lint.config.ignore_checks', 'cfn-lint'],
    ['Metadata.guard.SuppressedRules', 'guard'],
  ] as const;
  return lists.flatMap(([path, set]) =>
    entriesOf(suppressions, set).map(({ because }, at): [string, string] => [`${path}.${at}`, because]),
  );
}

function entriesOf(suppressions: readonly Suppression[], set: Set) {
  return suppressions.flatMap(({ rules, because }) =>
    rules.filter((rule) => setOf(rule) === set).map((id) => ({ id, because })),
  );
}
