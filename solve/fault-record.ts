import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { labFolder } from '../local/by-hand/lab-by-hand.ts';

/** The fault in the learner's lab. */
export interface FaultRecord {
  /** The name of the fault, which also says which one was the last. */
  name: string;
  /** How many hints the learner has seen. */
  hints: number;
  /** Whether it is still in the lab, as far as the commands know. */
  open: boolean;
}

const FILE = path.join(labFolder, 'fault.json');

export function readFault(): FaultRecord | undefined {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;
}

export function writeFault(record: FaultRecord): void {
  writeFileSync(FILE, JSON.stringify(record));
}
