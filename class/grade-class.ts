import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeFacts } from '../account/observe/facts-file.ts';
import { graderVersion } from '../account/observe/provenance.ts';
import { cleanText } from '../cli/clean-text.mjs';
import { Failure } from '../cli/failure.mjs';
import { withLock } from '../cli/lock.mjs';
import { chooseLearners, nameOf, resultsIn, settingsOf } from './choose-learners.ts';
import { renderOutcome } from './class-outcome.ts';
import { showClass } from './class-progress.ts';
import { explainChoice } from './explain-choice.ts';
import { fileNames } from './file-names.ts';
import { type GradingPlace, gradeLearner } from './grade-learner.ts';
import { type Journal, openJournal } from './journal.ts';
import { judge } from './judge.ts';
import type { Learner } from './learner.ts';
import type { ClassOptions } from './options.ts';
import { runClass } from './run-class.ts';
import { describeChanges, scoreChanges } from './score-changes.ts';
import { statisticsOf } from './statistics.ts';
import { renderResults, writeFiles } from './write-results.ts';

type Place = GradingPlace & { signal: AbortSignal };

/**
 * Grades a class and writes its results to the folder. A journal in the folder keeps each result at once, so that a later run
 * continues.
 * @returns whether everybody was graded or has not begun.
 */
export function gradeClass(
  learners: readonly Learner[],
  folder: string,
  options: ClassOptions,
  place: Place,
): Promise<boolean> {
  const busy = () => {
    const problem = `Another command is grading into ${folder}.`;
    throw new Failure({
      code: 'class-in-work',
      problem,
      fix: 'npm run class -- roster.csv --out another-folder',
    });
  };
  return withLock(path.join(folder, '.lock'), () => gradeAlone(learners, folder, options, place), busy);
}

async function gradeAlone(
  learners: readonly Learner[],
  folder: string,
  options: ClassOptions,
  place: Place,
): Promise<boolean> {
  const journal = openJournal(path.join(folder, 'journal.jsonl'));
  try {
    const all = keepLines(journal);
    mkdirSync(path.join(folder, 'facts'), { recursive: true });
    const chosen = chooseLearners(learners, { lines: all, settings: options, again: options.again });
    await sayWhatIsNew(learners, all, folder, options);
    const choice = { learners, chosen, lines: all, settings: options, again: options.again };
    for (const line of explainChoice(choice)) console.log(line);
    await gradeChosen(chosen, { journal, all, factsFile: factsFiles(learners, folder) }, options, place);

    if (place.signal.aborted) return sayStopped(learners, all, options);
    return writeResults(learners, all, folder, options);
  } finally {
    journal.close();
  }
}

/** All lines so far, and those that are added. */
function keepLines({ lines }: Journal) {
  return [...lines];
}

type Lines = ReturnType<typeof keepLines>;

/** Before learners are graded again by another version of the grader, shows which scores it changes for the same facts. */
async function sayWhatIsNew(
  learners: readonly Learner[],
  lines: Lines,
  folder: string,
  options: ClassOptions,
): Promise<void> {
  if (options.again.kind === 'none') return;
  const results = resultsIn(lines, options);
  const last = learners.flatMap((learner) => results(learner).at(-1) ?? []);
  const version = await graderVersion();
  if (last.every(({ provenance }) => provenance === null || provenance.grader === version)) return;
  const factsFile = factsFiles(learners, folder);
  for (const line of describeChanges(scoreChanges(last, { factsFile, version, ...options })))
    console.log(cleanText(line));
}

async function gradeChosen(
  chosen: readonly Learner[],
  { journal, all, factsFile }: { journal: Journal; all: Lines; factsFile(id: string): string },
  options: ClassOptions,
  place: Place,
): Promise<void> {
  if (chosen.length === 0) return;
  const add = (line: Lines[number]) => {
    journal.add(line);
    all.push(line);
  };
  const ids = chosen.map(({ id }) => id);
  add({ kind: 'run', again: nameOf(options.again), at: new Date().toISOString(), ids });
  const limits = {
    readOnly: options.readOnly,
    seconds: options.timeout,
    tasks: options.tasks,
    without: options.without,
  };
  const title = `Grade ${chosen.length} ${chosen.length === 1 ? 'learner' : 'learners'}`;
  await showClass(title, (onChange) =>
    runClass({
      ...{ learners: chosen, atOnce: options.atOnce, onChange, signal: place.signal },
      grade: (learner, say) => gradeLearner(learner, limits, { ...place, say }),
      keep: (learner, { result, facts }) => {
        // Before the journal says that the learner is graded, the facts are there.
        if (facts) writeFacts(factsFile(learner.id), facts, { showAccount: false });
        add({ kind: 'result', settings: settingsOf(learner, options), result });
      },
    }),
  );
  if (!place.signal.aborted) add({ kind: 'end' });
}

function factsFiles(learners: readonly Learner[], folder: string): (id: string) => string {
  const names = fileNames(learners.map(({ id }) => id));
  return (id) => path.join(folder, 'facts', `${names.get(id)}.json`);
}

function sayStopped(learners: readonly Learner[], lines: Lines, options: ClassOptions): false {
  const results = resultsIn(lines, options);
  const done = learners.filter((learner) => results(learner).length > 0).length;
  console.error(
    `${done} of ${learners.length} learners have a result. The same command continues with the others.`,
  );
  return false;
}

function writeResults(
  learners: readonly Learner[],
  lines: Lines,
  folder: string,
  options: ClassOptions,
): boolean {
  const judged = judge(learners, resultsIn(lines, options), options);
  const byId = new Map(judged.map((one) => [one.id, one]));
  const rows = learners.flatMap((learner) => {
    const one = byId.get(learner.id);
    return one ? [{ learner, judged: one }] : [];
  });
  const { title, gradebook: kind, canvasAssignment } = options;
  const at = new Date().toISOString();
  const { files, gradebook } = renderResults(rows, { at, title, gradebook: kind, canvasAssignment });
  writeFiles(folder, files);
  const statistics = statisticsOf(judged);
  const { unreachable, 'grader-failed': failed } = statistics.counts;
  console.log(renderOutcome(judged.length, statistics, process.stdout.columns ?? 80));
  if (gradebook.leftOut.length > 0) console.log(cleanText(leftOutText(gradebook.leftOut, kind)));
  console.log(`The class page: ${path.join(folder, 'class.html')}`);
  console.log(`The gradebook:  ${path.join(folder, 'gradebook.csv')}`);
  return unreachable + failed + statistics.incomplete === 0;
}

function leftOutText(ids: readonly string[], kind: ClassOptions['gradebook']): string {
  const shown = ids.slice(0, 8).join(', ');
  const more = ids.length > 8 ? ` and ${ids.length - 8} more` : '';
  const verb = kind === 'canvas' ? 'leaves out' : 'has no grade for';
  return `The gradebook ${verb} ${ids.length} without a whole grade: ${shown}${more}`;
}
