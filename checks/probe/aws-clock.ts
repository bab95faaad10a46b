/** Log lines bear the time of AWS, whose clock may differ from this machine's by minutes. */

/** The part of a command of the SDK that is used here; each command has types of its own. */
interface Watchable {
  middlewareStack: { add(middleware: Middleware, options: { step: 'deserialize'; name: string }): void };
}
type Next = (args: unknown) => Promise<{ response: unknown }>;
type Middleware = (next: Next) => Next;

export interface AwsClock {
  /** Milliseconds of AWS's clock, as far as it is known. */
  now(): number;
}

/** A clock that is set by the answer to a command, once that is sent. Until then it goes as this machine's. */
export function clockSetBy(command: unknown): AwsClock {
  let offset = 0;
  const middleware: Middleware = (next) => async (args) => {
    const sentAt = Date.now();
    const result = await next(args);
    offset = offsetBy(dateIn(result.response), sentAt, Date.now());
    return result;
  };
  // Every command of the SDK has this, each with types of its own.
  (command as Watchable).middlewareStack.add(middleware, { step: 'deserialize', name: 'setClock' });
  return { now: () => Date.now() + offset };
}

/**
 * How far AWS is ahead, milliseconds: none as long as an answer of this date may have been sent while it was waited for,
 * else the least that is possible.
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
