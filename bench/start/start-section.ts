import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { measureStart, type Timeline } from './measure-start.ts';
import { plotTimelines } from './start-plot.ts';
import { compareStarts, startFigures } from './start-report.ts';

export const startSection: Section<Timeline[]> = {
  name: 'start',
  title: 'First start, second start, grade',
  about: `These are the steps of a newcomer, in a new clone and with empty caches of npm, pip and uv: clone, start until a picture has come through, start
again, and grade. The tables show the seconds by the clock of each step that the commands report, and the *processor* time. The first start
depends on the network. The goals are three minutes from the clone to the first picture on two processors, 25 seconds for the second start.`,
  measure: ({ short, say }) => measureStart({ short }, say),
  terminal: (timelines) => toTerminal(startFigures(timelines)),
  markdown: (timelines) => toMarkdown(startFigures(timelines)),
  plots: (timelines) => ({ start: plotTimelines(timelines) }),
  compare: compareStarts,
};
