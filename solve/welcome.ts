import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { Grade } from '../checks/grade.ts';
import { nextStep } from '../checks/report/next-step.ts';
import { scorePhrases } from '../checks/report/points.ts';
import { DIFFERENCES } from '../local/emulator/differences.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local/local-aws.ts';
import type { RunningAws } from '../local/start/running-lab.ts';
import { renderDifferences } from '../local/start/start-report.ts';

/** Lists the differences between this lab and AWS. */
export function renderLabDifferences(): string {
  return `${renderDifferences(DIFFERENCES)}\n`;
}

/** Says where the lab is, what the next task is, and how to work. It fits in 80 columns. */
export function renderWelcome({ endpoint }: RunningAws, grade: Grade): string {
  return [
    wrapAnsi(`The lab is up at ${endpoint}: account ${LOCAL_ACCOUNT}, region ${LOCAL_REGION}.`, 80),
    '',
    ...renderTask(grade),
    '',
    styleText('bold', 'In another terminal:'),
    '  eval "$(npm run --silent lab -- --env)"   # then aws reaches this lab',
    '  aws sns list-topics                       # or: npm run aws -- sns list-topics',
    '  npm run check -- --local --watch          # grades while you work',
    '',
    'If you are stuck: npm run lab -- --show TASK prints the commands of a task.',
    'Emails of the lab appear here. Ctrl-C stops the lab and keeps your work.',
  ].join('\n');
}

function renderTask(grade: Grade): string[] {
  const next = nextStep(grade);
  if (!('task' in next))
    return [
      'Everything that can be graded without a test message is right.',
      'To practise troubleshooting: npm run lab -- --break',
    ];
  const { id, title } = next.task;
  const isNew = grade.score + grade.bonus === 0;
  return [
    `${styleText('bold', isNew ? 'Your first task:' : 'Your next task:')} ${id}. ${title}`,
    `  It is explained in ${next.step.guide}`,
    ...(isNew ? [] : [`  So far: ${scorePhrases(grade).join(' · ')}`]),
  ];
}
