import type { PartId, Token } from '../state.ts';

/** The messages at one part: some of them drawn, all of them counted. */
export interface Resting {
  drawn: readonly Token[];
  /** How many more there are. */
  more: number;
}

/** So many messages are drawn at a part. With more, only their number is shown. */
export const MOST_DRAWN = 5;

/**
 * Groups messages by the part at which they are. A message that is moving is left out.
 * @param flying ids of the messages that move.
 */
export function restingTokens(
  tokens: Readonly<Record<string, Token>>,
  flying: ReadonlySet<string>,
): ReadonlyMap<PartId, Resting> {
  const found = new Map<PartId, Token[]>();
  for (const token of Object.values(tokens)) {
    if (flying.has(token.id) || token.state.kind === 'lost') continue;
    const others = found.get(token.at);
    if (others === undefined) found.set(token.at, [token]);
    else others.push(token);
  }
  return new Map([...found].map(([part, all]) => [part, drawSome(all)]));
}

function drawSome(all: readonly Token[]): Resting {
  if (all.length <= MOST_DRAWN) return { drawn: all, more: 0 };
  return { drawn: all.slice(0, MOST_DRAWN - 1), more: all.length - MOST_DRAWN + 1 };
}
