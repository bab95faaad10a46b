import type { Account } from './accountant.ts';
import type { Bench } from './harness.ts';

/** A kind of fault, and what must become of the uploads nevertheless. */
export interface Scenario {
  /** The scenario's folder below `ingest/`. */
  name: string;
  title: string;
  run(bench: Bench): Promise<Outcome>;
}

export interface Outcome {
  account: Account;
  broken: Broken;
  /** What was done and measured, one sentence each. */
  notes: readonly string[];
  /** Problems other than those of single uploads, one sentence each. */
  problems?: readonly string[];
}

/** The faults that were caused, counted where they took effect. */
export interface Broken {
  count: number;
  /** What was counted: "pictures interrupted". */
  what: string;
  /** With fewer faults, the scenario proves nothing and fails. */
  least: number;
}

/** The names of a scenario's uploads: `ingest/burst/0001.jpg`. */
export function keysOf(scenario: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `ingest/${scenario}/${String(index).padStart(4, '0')}.jpg`,
  );
}
