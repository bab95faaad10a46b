import type { End, Facts, OutputFacts, PictureFacts } from '../facts.ts';
import type { Finding } from '../step.ts';
import { endNames } from './ends.ts';
import { fail, foundIn, pass, waits } from './found.ts';

/** An output of the upload resembles it more than this; another picture does less. */
const LEAST_LIKENESS = 0.9;

/** Whether an output is a picture of the right size that was made from the upload. */
export function judgeOutput(output: OutputFacts, facts: Facts, end: End): Finding {
  const journey = foundIn(facts.journey);
  if (journey === undefined) return waits();
  const box = foundIn(facts.functions[end])?.maxSize ?? endNames[end].box;
  const { preview: _, ...evidence } = output;
  const problem = problemOf(output, journey.source, box);
  return problem === undefined ? pass(evidence) : fail(`${output.key} ${problem}`, evidence);
}

function problemOf(output: OutputFacts, source: PictureFacts, box: number): string | undefined {
  const { format, width, height } = output;
  if (format === 'unknown') return 'is no picture that can be decoded.';
  if (!endsAs(output.key, format)) return `is a ${format.toUpperCase()}, whatever its name says.`;
  const size = `is ${width} × ${height} pixels`;
  if (width > box || height > box) return `${size}, and should fit within ${box} × ${box}.`;
  const longest = Math.max(source.width, source.height);
  if (Math.max(width, height) > longest)
    return `${size}, larger than the upload: enlarging makes it no better.`;
  if (Math.max(width, height) < 0.75 * Math.min(box, longest)) {
    return `${size}, much smaller than the ${box} × ${box} that it should fill in one direction.`;
  }
  if (!keepsShape(output, source)) {
    return `${size}, which is not the shape of the upload (${source.width} × ${source.height}): it is squeezed or cut.`;
  }
  return Math.max(output.likeness, output.likenessAsStored) < LEAST_LIKENESS
    ? 'does not show the picture that was uploaded.'
    : undefined;
}

function endsAs(key: string, format: string): boolean {
  const ending = key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  return ending === format || (format === 'jpeg' && ending === 'jpg') || !KNOWN_ENDINGS.includes(ending);
}

const KNOWN_ENDINGS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'heic'];

/** Whether upright or not: that is another step. A pixel more or less does not count. */
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

/** Whether the EXIF orientation of the upload was applied, or kept. */
export function isUpright(output: OutputFacts, facts: Facts): Finding {
  const source = foundIn(facts.journey)?.source;
  if (source === undefined) return waits();
  const { likeness, likenessAsStored, orientation } = output;
  const evidence = { likeness, likenessAsStored, orientation, ofUpload: source.orientation };
  if (likeness >= LEAST_LIKENESS) return pass(evidence);
  return fail(
    `${output.key} lies on its side: the upload says by its EXIF orientation (${source.orientation}) which way is up, as photos of phones do, and the function lost that.`,
    evidence,
  );
}
