import type { Account } from './accountant.ts';
import type { Bench } from './bench.ts';

/** Something that goes wrong, and what must come of the uploads nevertheless. */
export interface Scenario {
  /** Its folder below `ingest/`. */
  name: string;
  title: string;
  run(bench: Bench): Promise<Outcome>;
}

export interface Outcome {
  account: Account;
  broken: Broken;
  /** What was done and measured: a sentence each. */
  notes: readonly string[];
  /** What is wrong beside the account: a sentence each. */
  problems?: readonly string[];
}

/** What went wrong on purpose, as it was counted where it took effect. */
export interface Broken {
  count: number;
  /** Of what: "pictures interrupted". */
  what: string;
  /** With fewer the scenario proves nothing, and fails. */
  least: number;
}

/** Names of the uploads of a scenario: `ingest/burst/0001.jpg`. */
export function keysOf(scenario: string, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `ingest/${scenario}/${String(index).padStart(4, '0')}.jpg`,
  );
}
