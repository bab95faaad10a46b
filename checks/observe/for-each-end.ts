import type { End, ForEachEnd } from '../facts.ts';

/** Does the same at both ends, side by side. */
export async function forEachEnd<T>(work: (end: End) => Promise<T>): Promise<ForEachEnd<T>> {
  const [thumbnail, mobile] = await Promise.all([work('thumbnail'), work('mobile')]);
  return { thumbnail, mobile };
}
