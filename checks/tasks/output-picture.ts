import type { Facts, OutputFacts, PictureFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { labParts } from '../../lab/ends.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import type { Finding } from '../step.ts';
import { boxOf } from './box.ts';
import { fail, pass, unreadable, waits } from './found.ts';
import { loopOf } from './loop.ts';

/** An output made from the upload resembles it more than this. Another picture resembles it less. */
const LEAST_LIKENESS = 0.9;

/** Judges whether an output is a picture of the right size that was made from the upload. */
export function judgeOutput(output: OutputFacts, facts: Facts, end: LabOutput): Finding {
  const journey = foundIn(facts.journey);
  if (journey === undefined) return waits();
  const { notDecoded } = journey.source;
  if (notDecoded !== undefined) return notComparable(journey.source.key, notDecoded);
  const box = boxOf(facts, end);
  const { preview: _, ...evidence } = output;
  const problem = problemOf(output, journey.source, box);
  const set = foundIn(facts.functions[end])?.maxSize ?? box;
  if (problem !== undefined && set !== box && facts.builtBy?.kind === 'unreadable') {
    return unreadable(`the stack that may have set MAX_SIZE to ${set}`, facts.builtBy.trouble);
  }
  const loop = problem ?? loopOf(facts, end);
  if (problem === undefined && loop !== undefined) return fail(loop, { ...evidence, copies: journey.copies });
  return problem === undefined
    ? pass(evidence)
    : fail(`${output.key} ${problem}${otherSize(facts, end, output, box)}`, evidence);
}

function notComparable(key: string, reason: string): Finding {
  const hint = `The output cannot be compared with ${key}: ${reason}. Upload another picture, or grade without --read-only.`;
  return { verdict: 'error', hint, evidence: {} };
}

/** Explains a wrong size by MAX_SIZE, which the template's functions read and a stack of this project sets. */
function otherSize(facts: Facts, end: LabOutput, { width, height }: OutputFacts, box: number): string {
  const set = foundIn(facts.functions[end])?.maxSize ?? null;
  if (set === null || set === box || Math.max(width, height) <= box) return '';
  return ` The function's environment variable MAX_SIZE is ${set}, but the lab's size is ${labParts[end].box}.`;
}

function problemOf(output: OutputFacts, source: PictureFacts, box: number): string | undefined {
  const { format, width, height } = output;
  if (format === 'unknown') {
    return output.notDecoded === undefined
      ? 'cannot be decoded as a picture.'
      : `could not be decoded: ${output.notDecoded}.`;
  }
  if (!endsAs(output.key, format)) return `is a ${format.toUpperCase()}, which does not match its name.`;
  const size = `is ${width} × ${height} pixels`;
  if (width > box || height > box) return `${size}, but it must fit within ${box} × ${box}.`;
  const longest = Math.max(source.width, source.height);
  if (Math.max(width, height) > longest)
    return `${size}, which is larger than the upload. Enlarging a picture does not improve it.`;
  if (Math.max(width, height) < 0.75 * Math.min(box, longest)) {
    return `${size}, much smaller than the ${box} × ${box} box that it should fill in one direction.`;
  }
  if (!keepsShape(output, source)) {
    return `${size}, which is not the shape of the upload (${source.width} × ${source.height}). The picture was squeezed or cropped.`;
  }
  if (output.notDecoded !== undefined) return `could not be decoded: ${output.notDecoded}.`;
  return Math.max(output.likeness, output.likenessAsStored) < LEAST_LIKENESS
    ? 'does not show the uploaded picture.'
    : undefined;
}

function endsAs(key: string, format: string): boolean {
  const ending = key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  return ending === format || (format === 'jpeg' && ending === 'jpg') || !KNOWN_ENDINGS.includes(ending);
}

const KNOWN_ENDINGS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'heic'];

/** Ignores the orientation, which is another step, and a difference of one pixel. */
function keepsShape(output: PictureFacts, source: PictureFacts): boolean {
  const fits = (width: number, height: number) => {
    const scale = Math.max(output.width, output.height) / Math.max(width, height);
    return (
      Math.abs(output.width - width * scale) <= 1.5 + output.width * 0.02 &&
      Math.abs(output.height - height * scale) <= 1.5 + output.height * 0.02
    );
  };
  return fits(source.width, source.height) || (source.orientation > 4 && fits(source.height, source.width));
}

/** Judges whether the EXIF orientation of the upload was applied or kept. */
export function isUpright(output: OutputFacts, facts: Facts): Finding {
  const source = foundIn(facts.journey)?.source;
  if (source === undefined) return waits();
  const { likeness, likenessAsStored, orientation } = output;
  const evidence = { likeness, likenessAsStored, orientation, ofUpload: source.orientation };
  if (likeness >= LEAST_LIKENESS) return pass(evidence);
  return fail(
    `${output.key} lies on its side. The upload's EXIF orientation (${source.orientation}) says which way is up, as in photos from phones, but the function ignored it.`,
    evidence,
  );
}
