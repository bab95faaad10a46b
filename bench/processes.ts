import { readdirSync, readFileSync } from 'node:fs';

/** A process and its processor time in seconds. The time of ended children is separate. */
export interface Process {
  pid: number;
  parent: number;
  name: string;
  seconds: number;
  endedChildren: number;
}

/** Linux counts in units of 10 ms. */
const TICKS_PER_SECOND = 100;

/**
 * Lists all descendants of a process.
 * @returns an empty list on systems without `/proc`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function descendantsOf(parent: number, all = listProcesses()): Process[] {
  return all.filter((one) => one.parent === parent).flatMap((one) => [one, ...descendantsOf(one.pid, all)]);
}

/** Returns the processor time in seconds of a process and all its descendants. */
export function secondsOfTree(pid: number): number {
  const all = listProcesses();
  const tree = [...all.filter((one) => one.pid === pid), ...descendantsOf(pid, all)];
  return tree.reduce((sum, { seconds, endedChildren }) => sum + seconds + endedChildren, 0);
}

function listProcesses(): Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess);
  } catch {
    return [];
  }
}

function readProcess(pid: string): Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in parentheses, and may have spaces.
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const seconds = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
    return [
      { pid: Number(pid), parent: Number(fields[1]), name, seconds: seconds(11), endedChildren: seconds(13) },
    ];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
