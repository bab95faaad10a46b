import type { CopyFacts, Facts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { labParts } from '../../lab/ends.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import { boxOf } from './box.ts';

/**
 * Explains a loop: a function wrote an object that the bucket's notification treats as an upload, which triggers it again.
 * @returns undefined when no such object was seen.
 */
export function loopOf(facts: Facts, end: LabOutput): string | undefined {
  const first = loopingCopies(facts).find((copy) => writtenBy(facts, copy).includes(end));
  if (first === undefined) return undefined;
  const writers = writtenBy(facts, first).map((one) => labParts[one].functionName);
  const size = first.width > 0 ? ` (${first.width} × ${first.height} pixels)` : '';
  return `This is a loop. ${writers.join(' or ')} also writes ${first.key}${size}. The bucket's notification treats this object as an upload, so the functions run again, without end, and every run is billed. Look at every key that the code writes to.`;
}

/** Objects that the picture caused and that the notification covers. A notification that covers outputs is graded in task 3.2. */
function loopingCopies({ journey, bucket, topic }: Facts): readonly CopyFacts[] {
  const topicArn = foundIn(topic)?.arn;
  const reporting = (foundIn(bucket)?.notifications ?? []).filter(
    ({ arn, events }) => arn === topicArn && events.some((event) => event.startsWith('s3:ObjectCreated:')),
  );
  return (foundIn(journey)?.copies ?? []).filter(
    ({ key }) =>
      !LAB_OUTPUT_NAMES.some((end) => key.startsWith(`${end}/`)) &&
      reporting.some(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix)),
  );
}

/** Finds the writer by the size of the object: the end whose box it fits. A larger object could come from either. */
function writtenBy(facts: Facts, { width, height, end }: CopyFacts): readonly LabOutput[] {
  if (end !== undefined) return [end];
  const edge = Math.max(width, height);
  const fitting = LAB_OUTPUT_NAMES.filter((end) => edge > 0 && edge <= boxOf(facts, end)).toSorted(
    (one, other) => boxOf(facts, one) - boxOf(facts, other),
  );
  return fitting.length > 0 ? fitting.slice(0, 1) : LAB_OUTPUT_NAMES;
}
