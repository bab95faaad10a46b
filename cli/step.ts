/** Runs work and shows it to the user. `say` shows the progress. */
export type Step = <T>(title: string, work: (say: (line: string) => void) => Promise<T>) => Promise<T>;

/** Runs work without showing anything. */
export const silently: Step = (_title, work) => work(() => {});
