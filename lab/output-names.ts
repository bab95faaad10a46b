import { OUTPUTS, type OutputTasks } from './outputs.ts';

/** `thumbnail`, `mobile` and the like: every output of the pipeline. */
export type OutputName = keyof typeof OUTPUTS;
/** An output that the lab asks for, and that the grader grades. */
export type LabOutput = {
  [Name in OutputName]: (typeof OUTPUTS)[Name] extends { tasks: OutputTasks } ? Name : never;
}[OutputName];
/** The start of the logical ids in the template: `Thumbnail`. */
export type OutputId = Capitalize<OutputName>;
/** `CreateThumbnail` and the like. */
export type FunctionName = (typeof OUTPUTS)[OutputName]['functionName'];

export type ForEachOutput<T> = Readonly<Record<OutputName, T>>;
export type ForEachLabOutput<T> = Readonly<Record<LabOutput, T>>;

export const OUTPUT_NAMES = Object.keys(OUTPUTS) as readonly OutputName[];
export const LAB_OUTPUT_NAMES = OUTPUT_NAMES.filter((name) => isOfLab(name));
export const FUNCTION_NAMES: readonly FunctionName[] = Object.values(OUTPUTS).map(
  ({ functionName }) => functionName,
);

/** Whether the lab asks for this output. */
export function isOfLab(name: OutputName): name is LabOutput {
  return 'tasks' in OUTPUTS[name];
}

/** The tasks of the lab that ask for an output, if there are any. */
export function tasksOf(name: OutputName): OutputTasks | undefined {
  return isOfLab(name) ? OUTPUTS[name].tasks : undefined;
}

/** `Thumbnail` for `thumbnail`. */
export function outputId(name: OutputName): OutputId {
  // Capitalize<…> says of the type what this does to the text.
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}` as OutputId;
}

/** The template's parameter for the box of an output: `ThumbnailSize`. */
export function sizeParameter<Name extends OutputName>(name: Name): `${Capitalize<Name>}Size` {
  // As in outputId.
  return `${outputId(name)}Size` as `${Capitalize<Name>}Size`;
}

/** Does the same for every output, one after the other. */
export function mapOutputs<T>(make: (name: OutputName) => T): ForEachOutput<T> {
  // The entries have the keys of the type: every name of the table.
  return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, make(name)])) as ForEachOutput<T>;
}

/** Does the same for every output that the lab asks for, one after the other. */
export function mapLabOutputs<T>(make: (name: LabOutput) => T): ForEachLabOutput<T> {
  // The entries have the keys of the type: the names that isOfLab accepts.
  return Object.fromEntries(LAB_OUTPUT_NAMES.map((name) => [name, make(name)])) as ForEachLabOutput<T>;
}

/** The function that makes an output: `CreateThumbnail`. */
export function functionNameOf(name: OutputName): FunctionName {
  return OUTPUTS[name].functionName;
}

/** The queue of an output, as the lab names it: `thumbnail-queue`. */
export function queueName<Name extends OutputName>(name: Name): `${Name}-queue` {
  return `${name}-queue`;
}

/** The queue for messages that could not be processed: `thumbnail-dead-letter-queue`. */
export function deadLetterQueueName<Name extends OutputName>(name: Name): `${Name}-dead-letter-queue` {
  return `${name}-dead-letter-queue`;
}

/** The log group that the template gives to a function: `/image-lab/CreateThumbnail`. */
export function logGroupName(functionName: string): string {
  return `/image-lab/${functionName}`;
}

/** A list for a sentence: `thumbnail/, mobile/ and tablet/`. */
export function inWords(parts: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  return new Intl.ListFormat('en-GB', { type: conjunction === 'and' ? 'conjunction' : 'disjunction' }).format(
    parts,
  );
}
