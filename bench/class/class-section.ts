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
for 200 learners are 180 s read-only, 360 s with the probe, and 1,000 MB.

AWS limits calls for each account and region. The calls of the table go to the account of the learner, and no two learners share one. Its tightest
limit is 5 calls of FilterLogEvents per second ([CloudWatch Logs](https://repost.aws/knowledge-center/cloudwatch-logs-throttling)), which the
SDK waits for. Only \`sts:AssumeRole\` goes to the account of the instructor, once for each learner. AWS allows 600 calls of STS per second
([quotas of STS](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)). So a class of a thousand reaches no limit of AWS, and takes five times as
long as 200 learners. \`--at-once\` and the machine decide how long that is. A call over the internet takes longer than one on the same
machine, and this was not measured on AWS. Step Functions grades up to 10,000 learners at a time
([Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)), but a new AWS account may run only 10 functions.`,
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
