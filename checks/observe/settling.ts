/** How long to wait for what AWS is still setting up. */
export const SETTLING_MS = 10_000;
