import wrapAnsi from 'wrap-ansi';
import { isEmptyPlan, type Plan, type Thing } from './thing.ts';

/** What is to be removed, and what stays, at most 80 columns wide where names let it. */
export function renderPlan(plan: Plan): string {
  const { account, region, stacks, things, others, kept } = plan;
  const where = `Account ${account}, ${region}`;
  const parts = [
    ...stacks.map(({ name, holds, contains }) =>
      block(`Made by the stack ${name} (${holds}), among them:`, contains),
    ),
    ...(things.length > 0 ? [block(stacks.length > 0 ? 'Beside it:' : 'Made by hand:', things)] : []),
  ];
  const removed = isEmptyPlan(plan) ? ['Nothing of the lab is here to be removed.'] : parts;
  return [
    where,
    ...removed,
    ...(others.length > 0
      ? [block('Wired to the lab, but not named by it: stays, unless you say --also NAME', others)]
      : []),
    ...(kept.length > 0
      ? [['Stays:', ...kept.map(({ what, why }) => hanging(`${what}: ${why}`))].join('\n')]
      : []),
  ].join('\n\n');
}

function block(title: string, things: readonly Thing[]): string {
  const width = Math.max(...things.map(({ name }) => name.length));
  const line = ({ kind, name, holds = '' }: Thing) =>
    `  ${kind.padEnd(12)}  ${name.padEnd(Math.min(width, 44))}  ${holds}`.trimEnd();
  return [wrapAnsi(title, 80), ...things.map(line)].join('\n');
}

function hanging(text: string): string {
  return wrapAnsi(text, 76, { hard: false })
    .split('\n')
    .map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)
    .join('\n');
}
