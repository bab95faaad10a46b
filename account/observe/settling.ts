/** Milliseconds: how long to wait while AWS is still creating or updating something. */
export const SETTLING_MS = 10_000;
