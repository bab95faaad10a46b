import type { ForEachEnd } from '../../checks/facts.ts';
import measuredJson from './measured.json' with { type: 'json' };

/** What `measure.ts` measured, of both handlers. */
export interface Measured {
  /** `2026-11-25` */
  date: string;
  command: string;
  machine: string;
  /** Bytes that an invocation leaves in its log, as CloudWatch counts them. */
  logBytes: ForEachEnd<number>;
  /** In the order of their sizes. */
  pictures: {
    megapixels: number;
    bytes: number;
    /** Milliseconds of processor time that an invocation takes, warm. */
    cpuMs: ForEachEnd<number>;
    outputBytes: ForEachEnd<number>;
  }[];
}

export const measured: Measured = measuredJson;
