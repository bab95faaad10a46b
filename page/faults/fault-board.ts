import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Facts } from '../../account/facts.ts';
import type { Aws } from '../../aws/clients.ts';
import type { JsonGrade } from '../../checks/report/json.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { mapLabOutputs } from '../../lab/output-names.ts';
import { builtLabOf, NotBuilt } from '../../solve/built-lab-of.ts';
import { taskOf } from '../../solve/faults/set-up.ts';
import type { BuiltLab } from '../../solve/labs/hand-built-lab.ts';
import type { CommandResult } from '../command.ts';
import { taskRef } from '../empty-state.ts';
import type { FaultSwitch, Surprise } from '../state.ts';
import type { Store } from '../store.ts';
import { readSettings, restoreSettings, type SavedSettings } from './settings.ts';
import { SWITCHABLE, type Switchable } from './switchable.ts';

/** The switches of the faults. Each is undone by putting back the settings from before the first one. */
export interface FaultBoard {
  set(id: string, on: boolean): Promise<CommandResult>;
  surprise(): Promise<CommandResult>;
  hint(): CommandResult;
  reveal(): CommandResult;
  undoAll(): Promise<CommandResult>;
  /** Shows which faults can be switched, from a new grade. */
  update(grade: JsonGrade): void;
  /** The fault that a new upload meets. */
  readonly on: readonly Switchable[];
}

interface BoardOptions {
  store: Store;
  aws: Aws;
  /** A file that keeps the former settings until the last fault is undone, so that a restart can undo it too. */
  file: string;
  facts(): Facts | undefined;
  /** Grades again, and waits for the result. */
  regrade(): Promise<void>;
}

interface Kept {
  saved: SavedSettings;
  on: string[];
  /** The id of the fault that has no name on the page. */
  hidden: string | null;
}

export function makeFaultBoard(options: BoardOptions): FaultBoard {
  const { store, aws, file, facts, regrade } = options;
  let kept = readKept(file);
  let last: Promise<unknown> = Promise.resolve();
  let grade: JsonGrade | undefined;
  let hinted = 0;
  let isRevealed = false;

  const inTurn = (work: () => Promise<CommandResult>): Promise<CommandResult> => {
    const done = last.then(work).catch(notDone);
    last = done;
    return done;
  };

  async function lab(): Promise<BuiltLab> {
    const known = facts();
    if (known === undefined) throw new NotBuilt('The page is still looking at the account.');
    // No switchable fault changes code.
    return builtLabOf(
      aws,
      known,
      mapLabOutputs(() => new Uint8Array()),
    );
  }

  async function change(on: readonly string[], hidden: string | null): Promise<void> {
    const built = await lab();
    const before: Kept = kept ?? { saved: await readSettings(built), on: [], hidden: null };
    // It is kept before anything changes, so that a crash leaves a way back.
    keep({ ...before, on: [...new Set([...before.on, ...on])], hidden: hidden ?? before.hidden });
    if (before.on.some((id) => !on.includes(id))) await restoreSettings(built, before.saved);
    const present = before.on.every((id) => on.includes(id)) ? before.on : [];
    for (const id of on.filter((one) => !present.includes(one))) await faultNamed(id)?.apply(built);
    keep(on.length === 0 ? undefined : { ...before, on: [...on], hidden });
    await regrade();
  }

  function keep(value: Kept | undefined): void {
    kept = value;
    if (value === undefined) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
  }

  function show(switching?: string): void {
    for (const fault of SWITCHABLE) {
      const shown = switchOf(fault, switching);
      const before = store.state.faults.find(({ id }) => id === fault.name);
      if (JSON.stringify(before) !== JSON.stringify(shown)) store.change({ type: 'fault', fault: shown });
    }
    const state: Surprise['state'] =
      switching === SURPRISE
        ? 'switching'
        : kept?.hidden == null
          ? 'none'
          : isRevealed
            ? 'revealed'
            : 'hidden';
    const hints = kept?.hidden == null ? [] : hintsFor(kept.hidden).slice(0, hinted);
    store.change({ type: 'surprise', surprise: { state, hints } });
  }

  function switchOf(fault: Switchable, switching: string | undefined): FaultSwitch {
    const isOn = kept?.on.includes(fault.name) === true && (kept.hidden !== fault.name || isRevealed);
    const state = switching === fault.name ? 'switching' : isOn ? 'on' : 'off';
    const task = taskRef(taskOf(fault.fails[0])) ?? { id: '', title: '' };
    return { id: fault.name, title: fault.mistake, at: fault.at, task, state, whyNot: whyNot(fault, isOn) };
  }

  function whyNot({ fails }: Switchable, isOn: boolean): string | null {
    if (isOn) return null;
    if (!store.state.may.faults.allowed) return store.state.may.faults.why;
    const steps = grade?.tasks.flatMap((task) => task.steps) ?? [];
    const wrong = fails.find((id) => steps.find((step) => step.id === id)?.verdict !== 'pass');
    // A hidden fault would show itself here.
    if (wrong === undefined || kept?.hidden != null) return null;
    return `The step ${wrong} has to be right first.`;
  }

  function hintsFor(id: string): string[] {
    const fault = faultNamed(id);
    if (fault === undefined) return [];
    const tasks = [...new Set(fault.fails.map(taskOf))];
    const step = grade?.tasks.flatMap(({ steps }) => steps).find((one) => fault.fails.includes(one.id));
    return [
      `Look at ${tasks.length === 1 ? 'task' : 'tasks'} ${tasks.join(' and ')}.`,
      ...(step === undefined ? [] : [`This is no longer right: ${step.id}, ${step.title}.`]),
      ...(step?.hint ? [`The grader says: ${step.hint}`] : []),
    ];
  }

  return {
    get on() {
      return SWITCHABLE.filter(({ name }) => kept?.on.includes(name));
    },
    set: (id, on) =>
      inTurn(async () => {
        const fault = faultNamed(id);
        if (fault === undefined)
          return { ok: false, problem: 'There is no such fault.', fix: 'Reload the page.' };
        if (!store.state.may.faults.allowed) return refused(store.state.may.faults.why);
        const present = kept?.on ?? [];
        if (present.includes(id) === on) return { ok: true, words: 'Nothing changed.' };
        show(id);
        const hidden = kept?.hidden === id ? null : (kept?.hidden ?? null);
        await change(on ? [...present, id] : present.filter((one) => one !== id), hidden).finally(() =>
          show(),
        );
        return { ok: true, words: on ? `On: ${fault.mistake}` : `Undone: ${fault.mistake}` };
      }),
    surprise: () =>
      inTurn(async () => {
        if (!store.state.may.faults.allowed) return refused(store.state.may.faults.why);
        if (kept?.hidden != null)
          return {
            ok: false,
            problem: 'One hidden fault is already on.',
            fix: 'Find it, or undo it first.',
          };
        const possible = SWITCHABLE.filter(
          (one) => !kept?.on.includes(one.name) && whyNot(one, false) === null,
        );
        const fault = possible[randomInt(Math.max(1, possible.length))];
        if (fault === undefined) return refused('Nothing can break at present. Finish more tasks first.');
        hinted = 0;
        isRevealed = false;
        show(SURPRISE);
        await change([...(kept?.on ?? []), fault.name], fault.name).finally(() => show());
        return { ok: true, words: 'One fault is on. Upload a picture, and find out where it stops.' };
      }),
    hint() {
      if (kept?.hidden == null) return refused('No hidden fault is on.');
      hinted++;
      show();
      return { ok: true, words: hintsFor(kept.hidden)[hinted - 1] ?? 'There are no more hints.' };
    },
    reveal() {
      if (kept?.hidden == null) return refused('No hidden fault is on.');
      isRevealed = true;
      show();
      return { ok: true, words: faultNamed(kept.hidden)?.mistake ?? '' };
    },
    undoAll: () =>
      inTurn(async () => {
        if (kept === undefined) return { ok: true, words: 'No fault is on.' };
        show(kept.on[0]);
        await change([], null).finally(() => show());
        return { ok: true, words: 'All faults are undone.' };
      }),
    update(newer) {
      grade = newer;
      show();
    },
  };
}

const SURPRISE = '(surprise)';

function faultNamed(id: string): Switchable | undefined {
  return SWITCHABLE.find(({ name }) => name === id);
}

function refused(problem: string): CommandResult {
  return { ok: false, problem, fix: 'Nothing was changed.' };
}

function notDone(error: unknown): CommandResult {
  const problem = cleanText(error instanceof Error ? error.message : String(error));
  const fix = error instanceof NotBuilt ? 'Finish more tasks first.' : 'Try again, or undo all faults.';
  return { ok: false, problem, fix };
}

function readKept(file: string): Kept | undefined {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}
