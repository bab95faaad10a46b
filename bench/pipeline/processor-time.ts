import { descendantsOf, type Process } from '../processes.ts';

/** The processor time so far in seconds, of the embedded AWS, the functions and this process. */
export interface ProcessorTime {
  emulator: number;
  functions: number;
  uploads: number;
}

/**
 * Of what this process has started: the embedded AWS is Python, and has the functions' processes below it.
 * @returns undefined on systems without `/proc`.
 */
export function processorTime(): ProcessorTime | undefined {
  const emulators = descendantsOf(process.pid).filter(({ name }) => /python|ministack/.test(name));
  if (emulators.length === 0) return undefined;
  const sum = (processes: readonly Process[]) => processes.reduce((total, { seconds }) => total + seconds, 0);
  const functions = emulators
    .flatMap(({ pid }) => descendantsOf(pid))
    .filter((one) => !emulators.includes(one));
  const { user, system } = process.cpuUsage();
  return { emulator: sum(emulators), functions: sum(functions), uploads: (user + system) / 1e6 };
}
