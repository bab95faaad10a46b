/** Rules of `npm run rules` that do not apply to a resource, and why not. */
export interface Suppression {
  /** Ids of rules, of whatever rule set: `ES6000`, `CKV_AWS_18`, `S3_BUCKET_LOGGING_ENABLED`. */
  rules: readonly string[];
  /** The reason, which the template carries beside each of them. */
  because: string;
  /** With a key (parameter EncryptionKey) the rule applies: then it must find nothing. */
  onlyWithoutKey?: true;
}

type Set = 'cfn-lint' | 'checkov' | 'guard';

/** Whose rule this is, by the form of its id; cfn-lint-serverless is part of cfn-lint. */
function setOf(rule: string): Set {
  if (/^CKV2?_/.test(rule)) return 'checkov';
  return /^[EWI]S?\d{4}$/.test(rule) ? 'cfn-lint' : 'guard';
}

/**
 * A resource's suppressions as metadata, in the form in which each rule set reads them.
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

/** The reasons that have no place in that metadata, as comments: by the path of their line below the resource. */
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
