import type { Aws } from './clients.ts';

/** The part of an SDK client that is used here. Each client has its own types. */
interface Client {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * Returns the same clients for work that must end on a signal. After an abort, the clients make no further call, and they
 * abandon a running call at once, even while the SDK waits for a retry. The original clients do not change, so that a clean-up
 * can have its own signal.
 */
export function bounded(aws: Aws, signal: AbortSignal): Aws {
  const clients = Object.entries(aws).map(([name, client]) => [name, boundClient(client, signal)]);
  // The names and the types of the clients do not change.
  return Object.fromEntries(clients) as Aws;
}

/** Inherits everything except `send` from the client, so that the SDK accepts it as a client. */
function boundClient<T extends object>(client: T, signal: AbortSignal): T {
  // Every client of the SDK has this method.
  const original = client as unknown as Client;
  const send: Client['send'] = (command, options = {}) => {
    const signals = options.abortSignal ? [signal, options.abortSignal] : [signal];
    return unlessAborted(signal, () =>
      original.send(command, { ...options, abortSignal: AbortSignal.any(signals) }),
    );
  };
  return Object.create(client, { send: { value: send } }) as T;
}

/** @throws Error with the name AbortError, as in the SDK. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw abortError();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(abortError());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function abortError(): Error {
  const error = new Error('The call was abandoned, because the time was over or the grader was stopped.');
  error.name = 'AbortError';
  return error;
}
