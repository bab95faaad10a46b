import type { Section } from '../section.ts';
import { type Figures, toMarkdown, toTerminal } from '../tables.ts';
import { type ClassMeasurement, type ClassResult, measureClass } from './measure-class.ts';

export const classSection: Section<ClassMeasurement> = {
  name: 'class',
  title: 'A class',
  about: `Labs are built by hand on the embedded AWS, each in an account of its own. Half of them have one or two known faults. The grader assumes a
role with an external id in each account, eight side by side, as \`npm run class\` does. A grade is wrong if the failed steps are not those of
the faults. *MB* is the most memory of the process that grades. The rows *the first …* are
from the same run, and show how the time grows. The embedded AWS runs on the same machine and takes most of the time. With
the probe, forty learners are graded at a time, because the embedded AWS keeps two processes for each account whose functions have run. The goals
for 200 learners are 180 s read-only, 360 s with the probe, and 1,000 MB.`,
  measure: async ({ short, say }) => {
    const measured = await measureClass(short ? 4 : 200, say);
    const wrong = measured.results.flatMap((result) => result.wrong);
    if (wrong.length > 0) throw new Error(`Some grades are wrong:\n${wrong.join('\n')}`);
    return measured;
  },
  terminal: (result) => toTerminal(figures(result)),
  markdown: (result) => toMarkdown(figures(result)),
  plots: () => ({}),
  compare: (now, before) =>
    now.results.flatMap((result) => {
      const former = before.results.find(
        ({ learners, mode }) => learners === result.learners && mode === result.mode,
      );
      return former
        ? [`${nameOf(result)}: ${former.seconds.toFixed(0)} s → ${result.seconds.toFixed(0)} s`]
        : [];
    }),
};

function figures({ results }: ClassMeasurement): Figures[] {
  return [
    {
      head: ['class', 's', 's per learner', 'calls per learner', 'MB'],
      body: results.flatMap((result) => [
        ...result.milestones.map(([learners, seconds]) => [
          `the first ${learners}`,
          seconds.toFixed(1),
          (seconds / learners).toFixed(2),
          '',
          '',
        ]),
        [
          nameOf(result),
          result.seconds.toFixed(1),
          (result.seconds / result.learners).toFixed(2),
          result.callsPerLearner.toFixed(0),
          result.memoryMb.toFixed(0),
        ],
      ]),
    },
  ];
}

function nameOf({ learners, mode }: ClassResult): string {
  return `${learners} learners, ${mode === 'probe' ? 'with the probe' : 'read-only'}`;
}
