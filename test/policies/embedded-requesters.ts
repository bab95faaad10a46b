import { after, before } from 'node:test';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { type Emulator, startEmulator } from '../../local/emulator/emulator.ts';
import { clientOptions, type Requester } from './requesters.ts';

/**
 * Starts an embedded AWS for the tests of a file, and stops it after them.
 * @param name name of its folder in `.local/`.
 */
export function embeddedRequesters(name: string) {
  let started: Emulator | undefined;
  const emulator = (): Emulator => {
    if (started === undefined) throw new Error('The embedded AWS runs only while the tests do.');
    return started;
  };
  before(async () => {
    started = await startEmulator({ name });
  });
  after(stopAllLeashed);
  return {
    emulator,
    /** Returns the options of the SDK's clients for a requester. */
    optionsOf: (requester: Requester) => clientOptions(emulator().endpoint, requester),
  };
}
