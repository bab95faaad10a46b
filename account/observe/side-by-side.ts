import {
  type ForEachLabOutput,
  type ForEachOutput,
  type LabOutput,
  mapLabOutputs,
  mapOutputs,
  type OutputName,
} from '../../lab/output-names.ts';

/** Does the same for every output, side by side. */
export async function forEachOutput<T>(work: (name: OutputName) => Promise<T>): Promise<ForEachOutput<T>> {
  return awaitEach(mapOutputs(work));
}

/** Does the same for every output that the lab asks for, side by side. */
export async function forEachLabOutput<T>(
  work: (name: LabOutput) => Promise<T>,
): Promise<ForEachLabOutput<T>> {
  return awaitEach(mapLabOutputs(work));
}

async function awaitEach<Key extends string, T>(
  promises: Readonly<Record<Key, Promise<T>>>,
): Promise<Readonly<Record<Key, T>>> {
  const entries = Object.entries<Promise<T>>(promises).map(async ([key, promise]) => [key, await promise]);
  // The keys are those of the promises.
  return Object.fromEntries(await Promise.all(entries)) as Readonly<Record<Key, T>>;
}
