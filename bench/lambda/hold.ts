import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The limits of a process, like those of a Lambda function with a memory size. */
export interface Hold {
  /** A process that writes its id into these is held, with all that it starts. */
  procs: readonly string[];
  /** @param processors such as 0.29; undefined: as many as there are. */
  setProcessors(processors: number | undefined): void;
  /** Once all in it have ended. */
  remove(): void;
}

const ROOT = '/sys/fs/cgroup';
/** A shorter period than the 100 ms of the kernel. Work that is shorter than its part of a period would not be limited. */
const PERIOD_US = 20_000;

/**
 * A control group of Linux, of either version. It has its processors before all others: what else this machine does should not
 * count. @returns undefined where there are none, or without the right to make them.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export function createHold(memoryMb: number): Hold | undefined {
  return whereAllowed(() => (isV2() ? holdByV2(memoryMb) : holdByV1(memoryMb)));
}

function isV2(): boolean {
  return existsSync(path.join(ROOT, 'cgroup.controllers'));
}

/** @returns undefined without control groups, or without the permission to create them. */
function whereAllowed<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    const codes = ['EACCES', 'EROFS', 'EPERM', 'ENOENT', 'EBUSY', 'EOPNOTSUPP'];
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return undefined;
    throw error;
  }
}

function holdByV2(memoryMb: number): Hold {
  writeFileSync(path.join(ROOT, 'cgroup.subtree_control'), '+cpu +memory');
  const [folder = ''] = makeGroups(['']);
  writeFileSync(path.join(folder, 'cpu.weight'), '10000');
  writeFileSync(path.join(folder, 'memory.max'), `${memoryMb * 2 ** 20}`);
  return {
    procs: [path.join(folder, 'cgroup.procs')],
    setProcessors: (processors) => {
      const quota = processors === undefined ? 'max' : Math.round(processors * PERIOD_US);
      writeFileSync(path.join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
    },
    remove: () => rmdirSync(folder),
  };
}

function holdByV1(memoryMb: number): Hold {
  const folders = makeGroups(['cpu', 'memory']);
  const [cpu = '', memory = ''] = folders;
  writeFileSync(path.join(memory, 'memory.limit_in_bytes'), `${memoryMb * 2 ** 20}`);
  writeFileSync(path.join(cpu, 'cpu.shares'), '262144');
  writeFileSync(path.join(cpu, 'cpu.cfs_period_us'), `${PERIOD_US}`);
  return {
    procs: folders.map((folder) => path.join(folder, 'cgroup.procs')),
    setProcessors: (processors) => {
      const quota = processors === undefined ? -1 : Math.round(processors * PERIOD_US);
      writeFileSync(path.join(cpu, 'cpu.cfs_quota_us'), `${quota}`);
    },
    remove: () => {
      for (const folder of folders) rmdirSync(folder);
    },
  };
}

/**
 * This process, too, and what it starts from now on, is served before others, where it may be. (A priority would not do: it
 * counts within one session only.) @returns what undoes it.
 */
export function goFirst(): () => void {
  const controller = isV2() ? '' : 'cpu';
  const moveTo = (folder: string) => writeFileSync(path.join(folder, 'cgroup.procs'), String(process.pid));
  const group = whereAllowed(() => {
    if (isV2()) writeFileSync(path.join(ROOT, 'cgroup.subtree_control'), '+cpu');
    const [folder = ''] = makeGroups([controller]);
    const [file, most] = isV2() ? ['cpu.weight', '10000'] : ['cpu.shares', '262144'];
    writeFileSync(path.join(folder, file), most);
    moveTo(folder);
    return folder;
  });
  return () => {
    if (group === undefined) return;
    moveTo(path.join(ROOT, controller));
    // While something that was started is still ending, the group stays: it is nothing but a name.
    whereAllowed(() => rmdirSync(group));
  };
}

let made = 0;

function makeGroups(controllers: readonly string[]): string[] {
  made++;
  return controllers.map((controller) => {
    removeLeftOver(path.join(ROOT, controller));
    const folder = path.join(ROOT, controller, `image-lab-${process.pid}-${made}`);
    mkdirSync(folder);
    // A controller that is not there would leave a folder with nothing in it.
    readFileSync(path.join(folder, 'cgroup.procs'));
    return folder;
  });
}

/** Removes the groups of a former run that could not be removed then, because a process was still ending. */
function removeLeftOver(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = /^image-lab-(\d+)-\d+$/.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      whereAllowed(() => rmdirSync(path.join(folder, name)));
  }
}
