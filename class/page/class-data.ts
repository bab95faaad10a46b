import type { Grade, StepGrade, Verdict } from '../../checks/grade.ts';
import { hintsOnce } from '../../checks/report/hints-once.ts';
import { nextHeading, nextStep, nextTitle } from '../../checks/report/next-step.ts';
import { formatEarned, scorePhrases } from '../../checks/report/points.ts';
import { provenanceLines } from '../../checks/report/provenance.ts';
import { verdicts } from '../../checks/report/verdict-words.ts';
import type { JudgedResult, Status } from '../result.ts';

/** What the script of the class page knows. Titles and hints that many learners share are in it once. */
export interface ClassData {
  texts: string[];
  learners: LearnerData[];
}

/** Numbers named `…Text` are places in `texts`. */
export interface LearnerData {
  id: string;
  name: string;
  status: Status;
  /** Null without a grade, so that it sorts behind all grades. */
  score: number | null;
  /** Whether all required tasks pass. */
  right: boolean;
  phrases: string;
  /** What the learner should look at next; null when there is nothing, or no grade. */
  next: string | null;
  trouble: string | null;
  late: boolean;
  ungraded: number;
  flags: string[];
  /** The page to hand out, relative to the class page. */
  page: string;
  provenance: string[];
  tasks: TaskData[];
}

export interface TaskData {
  id: string;
  titleText: number;
  verdict: Verdict;
  mark: string;
  points: string;
  /** From 0 to 1, for sorting. */
  share: number;
  steps: {
    id: string;
    titleText: number;
    verdict: Verdict;
    mark: string;
    points: string;
    hintText: number | null;
  }[];
}

export function classData(
  results: readonly JudgedResult[],
  { pageOf, isRight }: { pageOf(id: string): string; isRight(grade: Grade): boolean },
): ClassData {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const place = (text: string): number => {
    const known = places.get(text) ?? texts.push(text) - 1;
    places.set(text, known);
    return known;
  };
  const stepOf = (grade: Grade) => {
    const hint = hintsOnce(grade);
    return (one: StepGrade) => {
      const text = hint(one);
      return {
        ...{
          id: one.id,
          titleText: place(one.title),
          verdict: one.verdict,
          mark: verdicts[one.verdict].mark,
        },
        ...{ points: formatEarned(one), hintText: text === null ? null : place(text) },
      };
    };
  };
  const learners = results.map((result): LearnerData => {
    const { id, name, status, grade, trouble, late, ungraded, flags } = result;
    const step = grade && stepOf(grade);
    return {
      ...{ id, name, status, trouble, late, ungraded, page: pageOf(id) },
      score: grade && ungraded === 0 ? grade.score : null,
      right: grade !== null && isRight(grade),
      phrases: grade ? scorePhrases(grade).join(' · ') : '',
      next: grade && nextText(grade),
      flags: flags.map(({ text }) => text),
      provenance: grade ? provenanceLines(grade.provenance) : [],
      tasks: (grade?.tasks ?? []).map((task) => ({
        ...{ id: task.id, titleText: place(task.title), verdict: task.verdict },
        ...{ mark: verdicts[task.verdict].mark, points: formatEarned(task) },
        share: task.points === 0 ? 0 : task.earned / task.points,
        steps: step === null ? [] : task.steps.map(step),
      })),
    };
  });
  return { texts, learners };
}

function nextText(grade: Grade): string | null {
  const next = nextStep(grade);
  // The reason stands at the step itself.
  if (next.kind === 'look') return `${nextHeading(next)}: ${nextTitle(next)}.`;
  return 'step' in next ? `${nextHeading(next)}: ${nextTitle(next)}. ${next.step.hint ?? ''}` : null;
}
