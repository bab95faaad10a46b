/** Milliseconds after which the probe stops waiting for something. */
export interface Pace {
  /** For a short look at what the facts rule out, in case the facts are wrong. */
  provenMs: number;
  /** After a function has ended: for a log line that names the upload, or for the rest of its log. */
  graceMs: number;
  /** For the log, once the output is there. */
  logGraceMs: number;
  /**
   * After this time, a message that is still in the queue counts as arrived, although its consumer logged nothing.
   */
  silentMs: number;
  /** For an invocation that names the message, when another one names nothing. */
  unnamedMs: number;
  /** The longest pause between two looks. */
  pauseMs?: number;
  /**
   * After this time, a message that is in no queue and in no log will not come. Undefined where SQS counts
   * approximately.
   */
  quietMs?: number;
}

/** On AWS, the log comes seconds after the invocation. */
export const AWS_PACE: Pace = {
  ...{ provenMs: 3000, graceMs: 3000, logGraceMs: 20_000 },
  ...{ silentMs: 4000, unnamedMs: 1500 },
};

/** The embedded AWS delivers messages at once, and its counts are exact. */
export const EMBEDDED_PACE: Pace = {
  ...{ provenMs: 800, graceMs: 800, logGraceMs: 6000 },
  ...{ silentMs: 6000, unnamedMs: 600, quietMs: 1500, pauseMs: 300 },
};
