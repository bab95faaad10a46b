import type { Suppression } from '../suppressions.ts';
import type { Finding, Verdict } from './finding.ts';

/** The suppressions of each resource. */
export type Suppressions = Readonly<Record<string, readonly Suppression[]>>;

/** A rule that a resource suppresses. */
export interface Suppressed {
  resource: string;
  rule: string;
  because: string;
}

export interface Judged extends Omit<Verdict, 'findings'> {
  /** The findings that count. */
  findings: readonly Finding[];
  /** The suppressions that were needed. */
  suppressed: readonly Suppressed[];
}

/** Removes the suppressed findings, and lists the suppressions that are not needed. */
export function judge(verdicts: readonly Verdict[], suppressions: Suppressions) {
  const all = Object.entries(suppressions).flatMap(([resource, ones]) =>
    ones.flatMap(({ rules, ...rest }) => rules.map((rule) => ({ resource, rule, ...rest }))),
  );
  const judged = verdicts.map(({ findings, ...verdict }): Judged => {
    const suppressed = all.filter((one) => findings.some((finding) => suppresses(one, finding)));
    const counting = findings.filter((finding) => !all.some((one) => suppresses(one, finding)));
    return { ...verdict, findings: counting, suppressed };
  });
  const used = new Set(judged.flatMap(({ suppressed }) => suppressed));
  return { judged, unused: all.filter((one): boolean => !used.has(one)) satisfies Suppressed[] };
}

function suppresses(
  one: Omit<Suppression, 'rules'> & Suppressed,
  { rule, resource, variant }: Finding,
): boolean {
  return one.rule === rule && one.resource === resource && !(one.onlyWithoutKey && variant === 'with a key');
}
