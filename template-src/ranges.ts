/** This file loads nothing of cloudform, because the grader needs it, too, and cloudform takes a second to load. */
import { OUTPUT_NAMES, type OutputId, type OutputName, outputId } from '../lab/output-names.ts';
import type { Each, ParameterId } from './logical-ids.ts';

/** A range of whole numbers, which includes both limits. */
export interface Range {
  from: number;
  to: number;
}

/** The pixels that an output may have. */
export const SIZES: Range = { from: 16, to: 4096 };

/** The ranges of the parameters that are whole numbers. */
export const RANGES = {
  ...eachSize(() => SIZES),
  JpegQuality: { from: 1, to: 100 },
  MaxMegapixels: { from: 1, to: 1000 },
  MaximumConcurrency: { from: 2, to: 1000 },
} as const satisfies Partial<Record<ParameterId, Range>>;

/** A value for the size parameter of each output. */
export function eachSize<T>(make: (name: OutputName) => T): Each<OutputId, { Size: T }> {
  // The keys of the type: each id of an output with this end.
  return Object.fromEntries(OUTPUT_NAMES.map((name) => [`${outputId(name)}Size`, make(name)])) as Each<
    OutputId,
    { Size: T }
  >;
}
