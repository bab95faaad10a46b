import { useEffect, useState } from 'preact/hooks';
import type { CommandResult } from '../command.ts';
import type { PageState } from '../state.ts';
import { type Badge, badgeOf, type Link } from './badge.ts';
import { connect } from './connection.ts';
import { createPlayback, type Playback, type PlaybackSettings } from './playback.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** What the components show. It is replaced as a whole whenever something changes. */
export interface View {
  /** The state that is shown; null before the first snapshot. */
  state: PageState | null;
  timeline: Timeline | null;
  playback: Playback | null;
  badge: Badge;
  paused: boolean;
  speed: number;
  questions: boolean;
  motion: boolean;
  /** Answers to questions by the id of the question; `''` for a skipped one. */
  answers: ReadonlyMap<string, string>;
  /** Sentences for the status line, newest last. */
  notices: readonly Notice[];
  /** The difference between the server's clock and this one's, ms. */
  clockOffset: number;
}

export interface Notice {
  id: number;
  words: string;
  tone: 'info' | 'good' | 'bad';
}

export type Store = ReturnType<typeof createStore>;

const MOST_NOTICES = 5;

/** Creates the state of the page, connects it to the server, and plays what happens. */
export function createStore() {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let link: Link = { state: 'connecting', heardAt: null };
  let epoch = '';
  let view: View = {
    ...{
      state: null,
      timeline: null,
      playback: null,
      paused: false,
      speed: 1,
      questions: remembered('questions'),
    },
    ...{ motion: !calm.matches, answers: new Map(), notices: [], clockOffset: 0 },
    badge: badgeOf(link, undefined, { paused: false, asking: false, ahead: 0, lagMs: 0 }, Date.now()),
  };
  const listeners = new Set<() => void>();
  let isDrawn = true;
  let isChanged = true;
  let noticeId = 0;

  const connection = connect({
    onSnapshot: (snapshot) => {
      // A reconnection without anything new leaves the history as it is.
      if (epoch === snapshot.epoch && view.timeline?.lastId() === snapshot.id) return;
      const isNewServer = epoch !== '' && epoch !== snapshot.epoch;
      epoch = snapshot.epoch;
      const timeline = createTimeline(snapshot);
      const answers = isNewServer ? new Map() : view.answers;
      const playback = createPlayback(timeline);
      change({ timeline, playback, answers, paused: false, clockOffset: snapshot.now - Date.now() });
      if (isNewServer) notify('The server was restarted. The page begins anew.', 'info');
    },
    onChange: (received) => {
      if (view.timeline?.append(received) === false) return false;
      if (received.type === 'notice') notify(received.words, received.tone);
      frame();
      return true;
    },
    onPulse: (pulse) => {
      view = { ...view, clockOffset: pulse.now - Date.now() };
    },
    onLink: (now) => {
      link = now;
      frame();
    },
  });

  calm.addEventListener('change', () => change({ motion: !calm.matches }));
  // The badge has to change when nothing comes any more.
  setInterval(frame, 1000);

  return {
    view: () => view,
    subscribe,
    restart: connection.restart,
    pause: () => change({ paused: true }),
    play: () => change({ paused: false }),
    goLive,
    step,
    seek,
    setSpeed: (speed: number) => change({ speed }),
    setMotion: (motion: boolean) => change({ motion }),
    setQuestions,
    answer,
    notify,
    tell,
  };

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function change(changes: Partial<View>): void {
    view = { ...view, ...changes };
    isChanged = true;
    frame();
  }

  /** Plans one update for all changes that come before the next frame. A hidden page has no frames. */
  function frame(): void {
    if (!isDrawn) return;
    isDrawn = false;
    if (document.hidden) setTimeout(update, 500);
    else requestAnimationFrame(update);
  }

  function update(): void {
    isDrawn = true;
    const { timeline, playback } = view;
    if (timeline !== null && playback !== null) {
      if (playback.advance(performance.now(), settings())) isChanged = true;
      const goesOn = !view.paused && timeline.next() !== undefined && !isAsking();
      if (goesOn || playback.flights().length > 0 || playback.rushed().size > 0) frame();
    }
    const now = badge();
    if (now.kind !== view.badge.kind || now.sentence !== view.badge.sentence) isChanged = true;
    if (!isChanged) return;
    isChanged = false;
    view = { ...view, state: timeline?.shown() ?? null, badge: now };
    for (const listener of listeners) listener();
  }

  function settings(): PlaybackSettings {
    const { paused, speed, questions } = view;
    return { paused, speed, questions, motion: view.motion && !document.hidden };
  }

  function isAsking(): boolean {
    return view.questions && view.playback?.asking() != null;
  }

  function badge(): Badge {
    const { timeline, paused } = view;
    const ahead = timeline === null ? 0 : timeline.length() - timeline.position();
    const next = timeline?.next();
    const lagMs = next === undefined ? 0 : Date.now() + view.clockOffset - next.at;
    return badgeOf(
      link,
      timeline?.newest().freshness,
      { paused, asking: isAsking(), ahead, lagMs },
      Date.now(),
    );
  }

  function goLive(): void {
    const { timeline, playback } = view;
    const open = playback?.asking();
    if (open != null) playback?.answer(open);
    playback?.reset();
    timeline?.seek(timeline.length());
    change({ paused: false });
  }

  function step(): void {
    const { timeline, playback } = view;
    if (playback?.step(performance.now(), settings()) === false)
      notify('Nothing newer has happened.', 'info');
    else if (timeline !== null)
      notify(`Showing event ${timeline.position()} of ${timeline.length()}.`, 'info');
    change({ paused: true });
  }

  function seek(position: number): void {
    view.playback?.reset();
    view.timeline?.seek(position);
    change({ paused: true });
  }

  function setQuestions(questions: boolean): void {
    localStorage.setItem('questions', questions ? 'on' : 'off');
    change({ questions });
  }

  function answer(question: string, choice: string): void {
    view.playback?.answer(question);
    const answers = new Map([...view.answers, [question, choice]].slice(-50) as [string, string][]);
    change({ answers });
  }

  function notify(words: string, tone: Notice['tone']): void {
    noticeId++;
    change({ notices: [...view.notices, { id: noticeId, words, tone }].slice(-MOST_NOTICES) });
  }

  /** Says what came of a command. */
  function tell(result: CommandResult): void {
    if (result.ok) notify(result.words, 'good');
    else notify(`${result.problem} ${result.fix}`, 'bad');
  }
}

/** Shows a component again whenever the view changes. */
export function useView(store: Store): View {
  const [view, setView] = useState(store.view());
  useEffect(() => store.subscribe(() => setView(store.view())), [store]);
  return view;
}

/** A setting that the learner chose before. It is on at first. */
function remembered(name: string): boolean {
  return localStorage.getItem(name) !== 'off';
}
