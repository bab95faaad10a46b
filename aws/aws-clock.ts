/** Log lines have the time of AWS's clock, which can differ from this machine's clock by minutes. */

/** The part of an SDK command that is used here. Each command has its own types. */
interface Watchable {
  middlewareStack: { add(middleware: Middleware, options: { step: 'deserialize'; name: string }): void };
}
type Next = (args: unknown) => Promise<{ response: unknown }>;
type Middleware = (next: Next) => Next;

export interface AwsClock {
  /** Milliseconds on AWS's clock, as far as it is known. */
  now(): number;
}

/** Makes a clock that is set when a command is answered. Before that, it shows this machine's time. */
export function clockSetBy(command: unknown): AwsClock {
  let offset = 0;
  const middleware: Middleware = (next) => async (args) => {
    const sentAt = Date.now();
    const result = await next(args);
    offset = offsetBy(dateIn(result.response), sentAt, Date.now());
    return result;
  };
  // Every command of the SDK has this method, with its own types.
  (command as Watchable).middlewareStack.add(middleware, { step: 'deserialize', name: 'setClock' });
  return { now: () => Date.now() + offset };
}

/**
 * Computes how far AWS's clock is ahead, in milliseconds. The result is 0 when the answer's date lies between sending
 * the request and receiving the answer. Otherwise it is the smallest possible difference.
 * @param date of the answer, in whole seconds.
 */
export function offsetBy(date: number, sentAt: number, receivedAt: number): number {
  const isPossible = date <= receivedAt && date + 999 >= sentAt;
  return isPossible || Number.isNaN(date) ? 0 : date - receivedAt;
}

function dateIn(response: unknown): number {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return Number.NaN;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return Number.NaN;
  return Date.parse(String(headers.date));
}
