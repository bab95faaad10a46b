import { resultsIn, type Settings, settingsOf } from './choose-learners.ts';
import type { Line } from './journal.ts';
import type { Learner } from './learner.ts';
import type { Again } from './options.ts';

interface Choice {
  learners: readonly Learner[];
  /** Who is graded now. */
  chosen: readonly Learner[];
  /** The journal before this run. */
  lines: readonly Line[];
  settings: Settings;
  again: Again;
}

/** Says who keeps an earlier result, so that nobody takes it for a new one. Empty when everybody is graded now. */
export function explainChoice(choice: Choice): string[] {
  return [...whoKeepsAResult(choice), ...newerElsewhere(choice)];
}

function whoKeepsAResult({ learners, chosen, lines, settings, again }: Choice): string[] {
  if (chosen.length === learners.length) return [];
  if (chosen.length > 0)
    return [`${chosen.length} of ${learners.length} learners are graded now. The others keep their result.`];
  if (again.kind !== 'none') return [`Nobody is graded now, because --again ${again.kind} fits nobody.`];
  const results = resultsIn(lines, settings);
  const times = learners.flatMap((learner) => results(learner).at(-1)?.gradedAt ?? []).toSorted();
  const newest = times.at(-1)?.slice(0, 16).replace('T', ' ') ?? 'unknown';
  return [
    `Nobody is graded now, because everybody has a result. The newest is of ${newest} UTC.`,
    'To grade everybody again, add --again all.',
  ];
}

/** A result of the probe is not used by a command that only reads, and the other way round. */
function newerElsewhere({ learners, chosen, lines, settings }: Choice): string[] {
  const isChosen = new Set(chosen);
  const last = new Map(lines.flatMap((line) => (line.kind === 'result' ? [[line.result.id, line]] : [])));
  const newer = learners.filter((learner) => {
    const line = last.get(learner.id);
    return line !== undefined && !isChosen.has(learner) && line.settings !== settingsOf(learner, settings);
  });
  if (newer.length === 0) return [];
  const who =
    newer.length === 1 ? '1 learner has a newer result' : `${newer.length} learners have newer results`;
  return [
    `${who} of a command with other options, or through another way in. They are not used now.`,
    'To use them, repeat the options --probe, --task and --without of that command.',
  ];
}
