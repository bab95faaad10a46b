import { createPaper, type Paper } from '../checks/report/paper.ts';
import { cleanText } from '../cli/clean-text.mjs';
import { idsInWords, type Obstacle, whomInWords } from './obstacles.ts';
import { type ClassStatistics, countsInWords } from './statistics.ts';

/** Bounds of what a terminal shows. The class page has all of it. */
const MOST_OBSTACLES = 5;
const MOST_IDS = 8;

/** Says on a terminal how a class was graded: the counts, and each reason why somebody could not be graded, once. */
export function renderOutcome(total: number, statistics: ClassStatistics, width: number): string {
  const paper = createPaper({ colour: false, width });
  const { obstacles, right } = statistics;
  const counts = `${total} learners: ${countsInWords(statistics)}. ${right} have everything right.`;
  const shown = obstacles.slice(0, MOST_OBSTACLES).map((one) => renderObstacle(one, paper));
  const left = obstacles.length - shown.length;
  return [
    paper.wrap(counts),
    ...shown,
    ...(left > 0 ? [`! ${left} more reasons are on the class page.`] : []),
  ].join('\n');
}

function renderObstacle(obstacle: Obstacle, { wrap }: Paper): string {
  const ids = idsInWords(obstacle, MOST_IDS);
  return wrap(cleanText(`! ${whomInWords(obstacle)} (${ids}). ${obstacle.text}`), { indent: 2 });
}
