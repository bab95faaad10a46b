import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import type { Finding } from './finding.ts';
import type { Judged, Suppressed } from './judge.ts';

const WIDTH = 80;

/** A line for each rule set. Then each finding, and each suppression that is not needed. */
export function renderRules(
  judged: readonly Judged[],
  unused: readonly Suppressed[],
  verbose: boolean,
): string {
  const findings = judged.flatMap((one) => one.findings);
  const parts = [
    renderTable(judged),
    ...(verbose ? [renderReasons(judged.flatMap(({ suppressed }) => suppressed))] : []),
    ...merged(findings).map(renderFinding),
    ...unused.map(renderUnused),
    renderEnd(findings.length > 0, unused.length > 0),
  ];
  return parts.join('\n\n');
}

function renderTable(judged: readonly Judged[]): string {
  const table = new Table({
    head: ['rule set', 'version', 'rules', 'findings', 'suppressed'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { compact: true, head: [], border: process.stdout.isTTY ? ['gray'] : [] },
  });
  for (const { set, version, rules, findings, suppressed } of judged)
    table.push([set, version, rules, merged(findings).length, suppressed.length]);
  return table.toString();
}

/** Counts a finding once that both variants have. */
function merged(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.resource, finding.rule, finding.where, finding.what]);
    const { variant: _, ...same } = finding;
    found.set(key, found.has(key) ? same : finding);
  }
  return [...found.values()];
}

function renderFinding({ resource, rule, where, what, link, variant }: Finding): string {
  const title = `✗ ${resource}: ${rule}${variant ? ` (${variant})` : ''}`;
  return [title, indented(what), ...(where ? [indented(`At ${where}`)] : []), `  ${link}`].join('\n');
}

function renderReasons(suppressed: readonly Suppressed[]): string {
  const reasons = Map.groupBy(suppressed, ({ because }) => because);
  return [...reasons]
    .map(([because, ones]) => [
      ...ones.map(({ resource, rule }) => `${resource}: ${rule}`),
      indented(because),
    ])
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function renderUnused({ resource, rule, because }: Suppressed): string {
  const why = `Suppressed because: ${because}`;
  return `✗ ${resource}: ${rule} is suppressed, but finds nothing\n${indented(why)}`;
}

function renderEnd(isFound: boolean, isUnused: boolean): string {
  if (!isFound && !isUnused)
    return '✓ The template breaks no rule, except those that it suppresses for a reason.';
  const steps = [
    ...(isFound
      ? [
          "Fix it in template-src/. If the rule does not apply, add a suppression to the resource: suppressed: [{ rules: ['…'], because: '…' }].",
        ]
      : []),
    ...(isUnused ? ['Remove suppressions that are not needed.'] : []),
    'Then run: npm run render',
  ];
  return wrapAnsi(steps.join('\n'), WIDTH);
}

function indented(text: string): string {
  return wrapAnsi(text, WIDTH - 2).replaceAll(/^/gm, '  ');
}
