import type { JudgedResult } from './result.ts';

/** What kept the grader from grading, for all learners whom it concerns. The instructor can do something about it. */
export interface Obstacle {
  /** What happened, and what to do. With several learners, account ids are left out of it. */
  text: string;
  /** Ids of the learners without any grade. */
  ungraded: string[];
  /** Ids of the learners of whom only a part could not be graded. */
  inPart: string[];
}

/** Lists each reason once for the whole class. The most common one comes first. */
export function obstaclesOf(results: readonly JudgedResult[]): Obstacle[] {
  const found = results.flatMap((result) => reasonsOf(result).map((text) => ({ text, result })));
  const groups = [...Map.groupBy(found, ({ text }) => withoutAccounts(text))];
  return groups
    .map(([common, group]) => ({
      text: group.length === 1 ? (group[0]?.text ?? common) : common,
      ungraded: group.flatMap(({ result }) => (result.grade === null ? result.id : [])),
      inPart: group.flatMap(({ result }) => (result.grade === null ? [] : result.id)),
    }))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one));
}

/** `20 learners could not be graded, and 4 only in part`. */
export function whomInWords({ ungraded, inPart }: Obstacle): string {
  const few = (ids: readonly string[]) => (ids.length === 1 ? '1 learner' : `${ids.length} learners`);
  if (ungraded.length === 0) return `${few(inPart)} could only be graded in part`;
  const more = inPart.length === 0 ? '' : `, and ${inPart.length} only in part`;
  return `${few(ungraded)} could not be graded${more}`;
}

/** The ids of an obstacle, or only the first ones: `0001, 0002 and 22 more`. */
export function idsInWords({ ungraded, inPart }: Obstacle, most = Number.POSITIVE_INFINITY): string {
  const ids = [...ungraded, ...inPart];
  const more = ids.length > most ? ` and ${ids.length - most} more` : '';
  return `${ids.slice(0, most).join(', ')}${more}`;
}

/** A learner who has not begun is no obstacle. Steps that wait for another step repeat its reason. */
function reasonsOf({ grade, status, trouble }: JudgedResult): string[] {
  if (grade === null) return status === 'not-begun' ? [] : [trouble ?? 'The reason is not known.'];
  const unread = grade.tasks.flatMap(({ steps }) =>
    steps.flatMap(({ verdict, blockedBy, hint }) =>
      verdict === 'error' && blockedBy === null ? (hint ?? []) : [],
    ),
  );
  return [...new Set(unread)];
}

function withoutAccounts(text: string): string {
  return text.replaceAll(/…\d{4}\b/g, '…');
}

function sizeOf({ ungraded, inPart }: Obstacle): number {
  return ungraded.length + inPart.length;
}
