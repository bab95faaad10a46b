import type { PartId } from '../state.ts';
import type { Timeline } from './timeline.ts';

/** A message that the drawing shows on an arrow. */
export interface Flight {
  tokenId: string;
  letter: string;
  shape: number;
  from: PartId | 'you';
  to: PartId | 'nowhere';
  /** Milliseconds on the clock of the drawing. */
  startedAt: number;
  duration: number;
}

export interface PlaybackSettings {
  paused: boolean;
  /** 1, 0.5 or 0.25. */
  speed: number;
  /** Whether messages move on the arrows. Without it, they appear at their next part. */
  motion: boolean;
  /** Whether playback stops at questions. */
  questions: boolean;
}

export interface Playback {
  /** Shows what is due. @param clock milliseconds that only ever grow. @returns whether something changed. */
  advance(clock: number, settings: PlaybackSettings): boolean;
  /** Shows everything up to the next move, and the changes that belong to it. @returns false at the end of the history. */
  step(clock: number, settings: PlaybackSettings): boolean;
  flights(): readonly Flight[];
  /** How many messages moved along each arrow without being drawn, since the last call of `landCounts`. */
  rushed(): ReadonlyMap<string, number>;
  /** Forgets flights and counts, for a jump to another time. */
  reset(): void;
  /** The question that has to be answered or skipped before playback goes on. */
  asking(): string | null;
  answer(questionId: string): void;
}

/** A message takes so long from part to part, ms at speed 1. Most real hops take less, so the drawing is slower than AWS. */
export const FLIGHT_MS = 520;
/** The next message starts so much later, ms at speed 1, so that the order can be seen. */
export const STAGGER_MS = 110;
/** With more moves than this ahead, messages are counted instead of drawn. */
export const RUSH_FROM = 24;
/** Counts stay on their arrow for so long, ms. */
const COUNT_MS = 1500;

/** Plays a timeline. The order of the moves is the real order; only their duration is the drawing's own. */
export function createPlayback(timeline: Timeline): Playback {
  let flights: Flight[] = [];
  let counts: { arrow: string; until: number }[] = [];
  let startedAt = Number.NEGATIVE_INFINITY;
  const answered = new Set<string>();
  // Questions from before the page was opened are over.
  for (const { id } of timeline.shown().questions) answered.add(id);

  return { advance, step, reset, asking, answer, flights: () => flights, rushed };

  function advance(clock: number, settings: PlaybackSettings): boolean {
    const before = timeline.position();
    const landed = land(clock);
    if (!settings.paused) while (isDue(clock, settings)) show(clock, settings);
    return landed || timeline.position() !== before;
  }

  function step(clock: number, settings: PlaybackSettings): boolean {
    if (timeline.next() === undefined) return false;
    flights = [];
    while (timeline.next() !== undefined && timeline.next()?.type !== 'move') show(clock, settings);
    if (timeline.next() !== undefined) show(clock, settings);
    while (timeline.next() !== undefined && timeline.next()?.type !== 'move') show(clock, settings);
    return true;
  }

  function land(clock: number): boolean {
    const before = flights.length + counts.length;
    flights = flights.filter((flight) => clock < flight.startedAt + flight.duration);
    counts = counts.filter(({ until }) => clock < until);
    return flights.length + counts.length !== before;
  }

  function isDue(clock: number, settings: PlaybackSettings): boolean {
    const change = timeline.next();
    if (change === undefined) return false;
    if (settings.questions && asking() !== null) return false;
    if (!settings.motion || timeline.movesAhead() > RUSH_FROM) return true;
    const flies = (tokenId: string) => flights.some((flight) => flight.tokenId === tokenId);
    if (change.type === 'move')
      return !flies(change.tokenId) && clock >= startedAt + STAGGER_MS / settings.speed;
    if (change.type === 'token-gone') return !flies(change.tokenId);
    // The end of an upload is shown when its messages have arrived.
    const isEnd =
      change.type === 'cause' || (change.type === 'upload' && change.upload.state !== 'under-way');
    return !isEnd || flights.length === 0;
  }

  function show(clock: number, settings: PlaybackSettings): void {
    const change = timeline.next();
    if (change?.type === 'move') {
      const token = timeline.shown().tokens[change.tokenId];
      const { tokenId, from, to } = change;
      if (!settings.motion || timeline.movesAhead() > RUSH_FROM)
        counts = [...counts.slice(-400), { arrow: `${from}>${to}`, until: clock + COUNT_MS }];
      else if (token !== undefined)
        flights = [
          ...flights,
          {
            ...{ tokenId, from, to, letter: token.letter, shape: token.shape },
            ...{ startedAt: clock, duration: FLIGHT_MS / settings.speed },
          },
        ];
      startedAt = clock;
    }
    timeline.forward();
  }

  function rushed(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const { arrow } of counts) found.set(arrow, (found.get(arrow) ?? 0) + 1);
    return found;
  }

  function reset(): void {
    flights = [];
    counts = [];
  }

  function asking(): string | null {
    return (
      timeline.shown().questions.find(({ id, reveal }) => reveal === null && !answered.has(id))?.id ?? null
    );
  }

  function answer(questionId: string): void {
    answered.add(questionId);
  }
}
