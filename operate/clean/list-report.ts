import wrapAnsi from 'wrap-ansi';
import { isEmptyPlan, type Plan, type StackThing, type Thing } from './thing.ts';

/** Lists what is removed and what stays, for a terminal with 80 columns. Long names can make a line longer. */
export function renderPlan(plan: Plan): string {
  const { account, region, stacks, things, others, kept } = plan;
  const where = `Account ${account}, ${region}`;
  const parts = [
    ...stacks.map(renderStack),
    ...(things.length > 0
      ? [block(stacks.length > 0 ? 'Outside the stack:' : 'Created by hand:', things)]
      : []),
  ];
  const removed = isEmptyPlan(plan) ? ['Found nothing of the lab to remove.'] : parts;
  return [
    where,
    ...removed,
    ...(others.length > 0
      ? [block('Connected to the lab, but not named like it (stays unless you add --also NAME):', others)]
      : []),
    ...(kept.length > 0
      ? [['Not removed:', ...kept.map(({ what, why }) => hanging(`${what}: ${why}`))].join('\n')]
      : []),
  ].join('\n\n');
}

function renderStack({ name, holds, contains, failed }: StackThing): string {
  const title =
    failed === undefined ? 'Created by the stack' : 'Failed stack that blocks the next deployment:';
  const is = failed === undefined ? holds : `${failed}, ${holds}`;
  return block(`${title} ${name} (${is})${contains.length > 0 ? ', including:' : ''}`, contains);
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
