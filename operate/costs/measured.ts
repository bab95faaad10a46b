import {
  type ForEachLabOutput,
  type ForEachOutput,
  LAB_OUTPUT_NAMES,
  type LabOutput,
  type OutputName,
} from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import measuredJson from './measured.json' with { type: 'json' };

/** The measurements of both handlers, written by `measure.ts`. */
export interface Measured {
  /** `2026-11-25` */
  date: string;
  command: string;
  machine: string;
  /** Bytes that one invocation writes to its log, as CloudWatch counts them. */
  logBytes: PerOutput;
  /** Sorted by size. */
  pictures: {
    megapixels: number;
    bytes: number;
    /** Processor time of a warm invocation in milliseconds. */
    cpuMs: PerOutput;
    outputBytes: PerOutput;
  }[];
}

export const measured: Measured = measuredJson;

/** A number for each output that was measured. An output that somebody added may not be measured yet. */
export type PerOutput = ForEachLabOutput<number> & Partial<ForEachOutput<number>>;

/** The number of an output, or of the output that stands for it when it was not measured. */
export function numberOf(numbers: PerOutput, name: OutputName): number {
  return numbers[name] ?? numbers[standInFor(name)];
}

/** The output of the lab whose box is closest to that of another output. */
export function standInFor(name: OutputName): LabOutput {
  const distance = (one: LabOutput) => Math.abs(OUTPUTS[one].box - OUTPUTS[name].box);
  return LAB_OUTPUT_NAMES.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}
