import type { JourneyFacts } from '../../account/facts.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { TaskGrade } from '../grade.ts';
import type { Paper } from './paper.ts';
import { type Hop, journeyHeading, waterfall } from './waterfall.ts';

/** Renders the picture's hops as bars on one scale. A hop that did not happen is explained in words. */
export function renderWaterfall(paper: Paper, journey: JourneyFacts, tasks: readonly TaskGrade[]): string {
  const hops = waterfall(journey, tasks);
  const columns = columnsOf(paper.width);
  const total = Math.max(1, ...hops.map((hop) => (hop.kind === 'took' ? hop.endMs : 0)));
  const rows = hops.map((hop, index) => {
    const isFirst = hop.end !== hops[index - 1]?.end;
    const end = isFirst && hop.end !== null ? paper.style('bold', hop.end) : '';
    const name = paper.wrap(hop.name, { columns: columns[1].width - 1, indent: 1 });
    return [end, name, ...result(paper, hop, { total, columns })];
  });
  return [heading(paper, journey), paper.table(columns, rows)].join('\n');
}

type Columns = ReturnType<typeof columnsOf>;

function columnsOf(width: number) {
  const [end, time, leastBar] = [10, 9, 5];
  const name = Math.min(26, width - end - time - leastBar);
  return [
    { width: end },
    { width: name },
    { width: width - end - name - time },
    { width: time, align: 'right' },
  ] as const;
}

function heading({ style, wrap }: Paper, journey: JourneyFacts): string {
  const { key, width, height } = journey.source;
  const picture = `${cleanText(key)}, ${width} × ${height} pixels`;
  return `${style('bold', journeyHeading(journey))}\n${wrap(style('dim', picture))}`;
}

function result({ style, wrap }: Paper, hop: Hop, { total, columns }: { total: number; columns: Columns }) {
  const barWidth = columns[2].width - 1;
  if (hop.kind !== 'took') {
    const sign = hop.kind === 'missing' ? style('red', '✗') : style('yellow', '?');
    const width = barWidth + columns[3].width;
    return [{ content: wrap(`${sign} ${cleanText(hop.why)}`, { columns: width, indent: 2 }), colSpan: 2 }];
  }
  const start = Math.min(barWidth - 1, Math.floor((hop.startMs / total) * barWidth));
  const length = Math.max(1, Math.round(((hop.endMs - hop.startMs) / total) * barWidth));
  const bar = ' '.repeat(start) + style('cyan', '█'.repeat(Math.min(length, barWidth - start)));
  return [bar, `${(hop.endMs - hop.startMs).toFixed(0)} ms`];
}
