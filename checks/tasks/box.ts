import type { Facts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { labParts } from '../../lab/ends.ts';
import { functionNameOf, LAB_OUTPUT_NAMES, type LabOutput, outputId } from '../../lab/output-names.ts';
import { RANGES } from '../../template-src/ranges.ts';

/**
 * The side, in pixels, of the square within which an output must fit. It is the lab's, or the value of the stack's parameter
 * when this project's own stack was graded. The function's environment variable alone does not count.
 */
export function boxOf(facts: Facts, end: LabOutput): number {
  const stack = facts.builtBy && foundIn(facts.builtBy);
  const { box: own, sizeParameter } = labParts[end];
  if (stack === undefined || !isWholeLab(facts)) return own;
  const { from: least, to: most } = RANGES[sizeParameter];
  const size = stack.sizes[sizeParameter] ?? own;
  const isAsked = size === foundIn(facts.functions[end])?.maxSize;
  return isAsked && Number.isInteger(size) && size >= least && size <= most ? size : own;
}

/** Whether the graded resources are exactly those of one stack of the template, according to CloudFormation. */
function isWholeLab({ builtBy, bucket, topic, queues, functions }: Facts): boolean {
  const { resources } = (builtBy && foundIn(builtBy)) ?? {};
  if (resources === undefined) return false;
  const graded = {
    ImageBucket: foundIn(bucket)?.name,
    ResizeImageTopic: foundIn(topic)?.name,
    ...Object.fromEntries(
      LAB_OUTPUT_NAMES.flatMap((name) => [
        [`${outputId(name)}Queue`, foundIn(queues[name])?.name],
        [functionNameOf(name), foundIn(functions[name])?.name],
      ]),
    ),
  };
  return Object.entries(graded).every(([id, name]) => name !== undefined && resources[id] === name);
}
