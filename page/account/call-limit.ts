import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../../aws/clients.ts';
import type { CallRate } from '../state.ts';

/** Bounds the calls to AWS in each minute. A call that would be too many waits. */
export interface CallLimit {
  limit(aws: Aws): Aws;
  rate(): CallRate;
}

const MINUTE = 60_000;

/** @param most calls in a minute. @param onCall is told about each call. */
export function makeCallLimit(most: number, signal: AbortSignal, onCall: () => void): CallLimit {
  const times: number[] = [];

  function count(): number {
    const since = performance.now() - MINUTE;
    while (times[0] !== undefined && times[0] <= since) times.shift();
    return times.length;
  }

  async function take(): Promise<void> {
    while (count() >= most) {
      const oldest = times[0] ?? 0;
      await sleep(Math.max(10, oldest + MINUTE - performance.now()), undefined, { signal });
    }
    times.push(performance.now());
    onCall();
  }

  return {
    rate: () => ({ lastMinute: count(), most }),
    limit(aws) {
      const clients = Object.entries(aws).map(([name, client]) => [name, limited(client, take)]);
      // The names and the types of the clients do not change.
      return Object.fromEntries(clients) as Aws;
    },
  };
}

/** The part of an SDK client that is used here. */
interface Client {
  send(command: unknown, options?: unknown): Promise<unknown>;
}

/** Inherits everything except `send`, so that the SDK accepts it as a client. */
function limited<T extends object>(client: T, take: () => Promise<void>): T {
  // Every client of the SDK has this method.
  const original = client as unknown as Client;
  const send: Client['send'] = async (command, options) => {
    await take();
    return original.send(command, options);
  };
  return Object.create(client, { send: { value: send } }) as T;
}
