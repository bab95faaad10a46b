/** Shows that something is under way; `say` shows how far it is. */
export type Step = <T>(title: string, work: (say: (line: string) => void) => Promise<T>) => Promise<T>;

/** Shows nothing. */
export const silently: Step = (_title, work) => work(() => {});
