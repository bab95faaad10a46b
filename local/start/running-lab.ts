import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { localFolder, root } from '../../cli/project.mjs';
import { startAnswering } from '../emulator/emulator.ts';

/** A running embedded AWS with a lab. */
export interface RunningAws {
  pid: number;
  /** `Emulator.start` of its embedded AWS, which begins with the pid. */
  start: string;
  endpoint: string;
}

/** A running `npm start`. Other commands, such as `npm start -- my.jpg` and `npm run invoke`, use it. */
export interface RunningLab extends RunningAws {
  bucket: string;
}

/** Which command runs a lab: `npm start`, or `npm run lab`. */
export const LAB_KINDS = ['lab', 'start'] as const;
export type LabKind = (typeof LAB_KINDS)[number];

/** A running lab of another folder. */
export interface OtherLab extends Pick<RunningLab, 'start' | 'endpoint'> {
  folder: string;
}

/** Tests have a folder of their own in `.local/`, so that they do not meet the labs of the user. */
const OF_A_TEST = process.env.IMAGE_LAB_BY_HAND || undefined;

/** The name of the folder in `.local/` with the work of `npm run lab`. */
export const LAB_BY_HAND = OF_A_TEST ?? 'lab';

const FILES: Readonly<Record<LabKind, string>> = {
  start: path.join(localFolder, OF_A_TEST ?? '', 'running-lab.json'),
  lab: path.join(localFolder, LAB_BY_HAND, 'running.json'),
};
/** Folder with the labs of all clones, so that one clone can name the running lab of another. */
const ALL = path.join(tmpdir(), `serverless-image-lab-${userInfo().uid}`);
const OWN = path.join(ALL, `${process.pid}.json`);

/**
 * Finds the running lab of this clone. A killed lab leaves its record behind, and another clone can use its port now. So the
 * record is valid only when the start that it names answers.
 */
export async function findRunningLab(): Promise<RunningLab | undefined> {
  return ifUp(read<RunningLab>('start'));
}

/** Finds the lab of this clone that `npm run lab` runs. */
export async function findLabByHand(): Promise<RunningAws | undefined> {
  return ifUp(read<RunningAws>('lab'));
}

async function ifUp<T extends RunningAws>(lab: T | undefined): Promise<T | undefined> {
  if (lab === undefined || !lab.start?.startsWith(`${lab.pid}.`)) return undefined;
  return (await startAnswering(lab.endpoint)) === lab.start ? lab : undefined;
}

/** Finds the running labs of other clones on this machine. */
export async function findOtherLabs(): Promise<OtherLab[]> {
  const others = listAll().filter(({ folder }) => folder !== root);
  const answers = await Promise.all(others.map(({ endpoint }) => startAnswering(endpoint)));
  return others.filter(({ start }, index) => answers[index] === start);
}

export function recordRunningLab(lab: RunningLab): void {
  record('start', lab);
}

export function recordLabByHand(lab: RunningAws): void {
  record('lab', lab);
}

function record(kind: LabKind, lab: RunningAws): void {
  const file = FILES[kind];
  // Renaming is one step, so nobody reads a half-written file.
  writeFileSync(`${file}.new`, JSON.stringify(lab));
  renameSync(`${file}.new`, file);
  mkdirSync(ALL, { recursive: true, mode: 0o700 });
  const { start, endpoint } = lab;
  writeFileSync(OWN, JSON.stringify({ start, endpoint, folder: root } satisfies OtherLab));
}

/** Removes the record of this process, but not of a lab that was started later. */
export function forgetRunningLab(kind: LabKind = 'start'): void {
  if (read(kind)?.pid === process.pid) rmSync(FILES[kind], { force: true });
  rmSync(OWN, { force: true });
}

function read<T extends RunningAws>(kind: LabKind): T | undefined {
  try {
    return JSON.parse(readFileSync(FILES[kind], 'utf8'));
  } catch {
    return undefined;
  }
}

function listAll(): OtherLab[] {
  try {
    return readdirSync(ALL).flatMap((name) => readOther(path.join(ALL, name)) ?? []);
  } catch {
    return [];
  }
}

function readOther(file: string): OtherLab | undefined {
  try {
    const { start, endpoint, folder } = JSON.parse(readFileSync(file, 'utf8'));
    const isOne = [start, endpoint, folder].every((part) => typeof part === 'string');
    return isOne ? { start, endpoint, folder } : undefined;
  } catch {
    return undefined;
  }
}
