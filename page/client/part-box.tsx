import type { Part, Token } from '../state.ts';
import { usePage } from './context.ts';
import type { Box, Layout } from './layout.ts';
import { PartIcon } from './part-icon.tsx';
import { countWords, existsWords, isTroubled } from './part-words.ts';
import type { Resting } from './resting.ts';
import { TokenGlyph } from './token-glyph.tsx';
import { tokenWordsShort } from './token-words-short.ts';
import { wrapName } from './wrap-name.ts';

interface PartBoxProps {
  part: Part;
  box: Box;
  layout: Layout;
  resting: Resting | undefined;
  /** The server's time. */
  now: number;
  isFresh: boolean;
}

/** Draws one part of the pipeline as a button that opens it. */
export function PartBox({ part, box, layout, resting, now, isFresh }: PartBoxProps) {
  const { open } = usePage();
  const troubled = part.exists === 'yes' && isTroubled(part);
  const counts = part.exists === 'yes' ? countWords(part) : [];
  const label = [part.kind, part.name, existsWords(part), ...counts, ...part.notes].join(', ');
  const most = box.height < 110 ? 2 : layout.nameLines;
  const lines = wrapName(part.name, layout.nameWidth, most);
  const below = 47 + Math.max(2, lines.length) * 15;
  const openIt = () => open({ kind: 'part', id: part.id });
  return (
    <g
      class={`part ${part.exists} ${troubled ? 'troubled' : ''} ${isFresh ? '' : 'stale'}`}
      transform={`translate(${box.x} ${box.y})`}
      data-part={part.id}
    >
      <rect class="frame" width={box.width} height={box.height} rx="10" />
      <g transform="translate(10 9) scale(0.9)">
        <PartIcon place={part.id} />
      </g>
      <text class="kind" x="34" y="22">
        {layout.nameWidth < 17 ? SHORT_KINDS[part.id.split(':')[0] ?? ''] : wrapName(part.kind, 20, 1)}
      </text>
      {lines.map((line, index) => (
        <text key={line + index.toString()} class="name" x="11" y={42 + index * 15}>
          {line}
        </text>
      ))}
      {part.exists === 'yes' ? (
        <Inside {...{ part, box, layout, counts, resting, now }} below={below} />
      ) : (
        <Outline part={part} below={below} />
      )}
      {troubled && (
        <g class="alarm" transform={`translate(${box.width - 5} 5)`}>
          <circle r="9" />
          <text y="4.5">!</text>
        </g>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <rect
        class="hit"
        width={box.width}
        height={box.height}
        rx="10"
        role="button"
        tabindex={0}
        aria-label={label}
        onClick={openIt}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          openIt();
        }}
      />
    </g>
  );
}

/** A phone has room for these words. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  bucket: 'S3 bucket',
  topic: 'SNS topic',
  queue: 'SQS queue',
  function: 'Lambda function',
  output: 'Folder',
  'dead-letters': 'Dead letters',
};

function Inside({
  part,
  box,
  layout,
  counts,
  resting,
  now,
  below,
}: Omit<PartBoxProps, 'isFresh'> & { counts: string[]; below: number }) {
  const notable = notableOf(resting?.drawn ?? []);
  const isSmall = box.height < 110;
  return (
    <>
      <text class="counts" x="11" y={below}>
        {shortCounts(part, counts, layout.lineWidth)}
      </text>
      {notable !== undefined && !isSmall && (
        <text class="waits" x="11" y={below + 15}>
          {tokenWordsShort(notable, now)}
        </text>
      )}
      {resting?.drawn.map((token, index) => (
        <g key={token.id} transform={`translate(${20 + index * 25} ${box.height - (isSmall ? 14 : 15)})`}>
          <TokenGlyph letter={token.letter} shape={token.shape} radius={9} />
        </g>
      ))}
      {resting !== undefined && resting.more > 0 && (
        <text class="more" x={14 + resting.drawn.length * 25} y={box.height - 10}>
          +{resting.more}
        </text>
      )}
    </>
  );
}

function Outline({ part, below }: { part: Part; below: number }) {
  return (
    <text class="task" x="11" y={below + 3}>
      {part.exists === 'unknown'
        ? 'not known'
        : part.task === null
          ? 'not in this lab'
          : `Task ${part.task.id}`}
    </text>
  );
}

/** As many counts as the line has room for. */
function shortCounts({ counts }: Part, words: string[], width: number): string {
  const [first = ''] = words;
  const failed = (counts.errors ?? 0) > 0 ? `${counts.errors} failed` : '';
  // An error is worth more than the duration.
  const choices = [words.slice(0, 3), failed === '' ? words.slice(0, 2) : [first, failed], [failed || first]];
  return choices.map((some) => some.join(' · ')).find((text) => text.length <= width) ?? first;
}

/** The message about which there is something to say: the one that waits for its next attempt comes first. */
function notableOf(tokens: readonly Token[]): Token | undefined {
  const rank = (kind: string) => tokens.find(({ state }) => state.kind === kind);
  return rank('backing-off') ?? rank('delayed') ?? rank('in-flight');
}
