import type { Freshness } from '../state.ts';

/** What the page knows about its connection to the server. */
export interface Link {
  state: 'connecting' | 'connected' | 'lost' | 'refused';
  /** When the server was last heard, on the clock of the page. Null when never. */
  heardAt: number | null;
}

/** The word that the page shows about how new its picture is, and a sentence. */
export interface Badge {
  kind: 'live' | 'behind' | 'paused' | 'asking' | 'offline' | 'ended';
  word: string;
  sentence: string;
}

export interface Playing {
  paused: boolean;
  asking: boolean;
  /** How many changes are not shown yet. */
  ahead: number;
  /** How old the shown state is compared with the newest, ms. */
  lagMs: number;
}

/** Without any word from the server for so long, it counts as gone. It sends a pulse every few seconds. */
export const SILENCE_MS = 15_000;
/** A lag below this is the time that the drawing takes for its moves. */
const SMALL_LAG_MS = 4000;

/**
 * Says whether the page shows the present. It says "live" only when the server was heard, AWS answers, and everything is shown.
 * @param now on the clock of the page.
 */
export function badgeOf(link: Link, freshness: Freshness | undefined, playing: Playing, now: number): Badge {
  if (link.state === 'refused')
    return offline('This page is not admitted any more. Open the address that the command printed last.');
  if (link.heardAt === null) return offline('Connecting to the server of this page.', 'Connecting');
  if (link.state !== 'connected' || now - link.heardAt > SILENCE_MS)
    return offline(
      `The server of this page does not answer. This is what it said at ${clockTime(link.heardAt)}.`,
    );
  if (freshness?.state === 'offline') return offline(freshness.words);
  if (playing.asking)
    return {
      kind: 'asking',
      word: 'Your turn',
      sentence: `The page waits for your answer.${newer(playing.ahead)}`,
    };
  if (playing.paused)
    return { kind: 'paused', word: 'Paused', sentence: `You paused the page.${newer(playing.ahead)}` };
  if (freshness?.state === 'ended') return { kind: 'ended', word: 'Recording', sentence: freshness.words };
  if (playing.lagMs > SMALL_LAG_MS)
    return {
      ...{ kind: 'behind', word: 'Behind' },
      sentence: `The page shows what happened ${Math.round(playing.lagMs / 1000)} s ago, and catches up.`,
    };
  if (freshness?.state === 'behind') return { kind: 'behind', word: 'Behind', sentence: freshness.words };
  return { kind: 'live', word: 'Live', sentence: freshness?.words ?? '' };
}

function offline(sentence: string, word = 'Offline'): Badge {
  return { kind: 'offline', word, sentence };
}

function newer(ahead: number): string {
  if (ahead === 0) return ' Nothing newer has happened.';
  return ahead === 1 ? ' 1 newer event waits.' : ` ${ahead} newer events wait.`;
}

/** `14:03:09` */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour12: false });
}
