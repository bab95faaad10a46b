import type { Seen } from '../facts.ts';

/** Something whose place is known: looked at, unless the search for it failed. */
export async function follow<A, B>(seen: Seen<A>, look: (value: A) => Promise<Seen<B>>): Promise<Seen<B>> {
  return seen.kind === 'found' ? look(seen.value) : seen;
}

export function absent(near: readonly string[]): { kind: 'absent'; near?: readonly string[] } {
  return near.length === 0 ? { kind: 'absent' } : { kind: 'absent', near };
}

export function found<T>(value: T): Seen<T> {
  return { kind: 'found', value };
}

/** Makes a function that does its work once for each key, so that each fact is read once. */
export function once<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const done = new Map<string, Promise<T>>();
  return (key) => {
    const known = done.get(key) ?? work(key);
    done.set(key, known);
    return known;
  };
}

/** The same for what has no key. */
export function onceOnly<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
