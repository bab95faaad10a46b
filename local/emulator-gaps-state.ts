import { readFileSync } from 'node:fs';

/** Of all services of which MiniStack keeps a state, those that the lab uses. */
const SERVICES = ['cloudformation', 'cloudwatch_logs', 'iam', 'lambda', 's3', 'sns', 'sqs'];

/**
 * MiniStack writes what it knows only as it ends, and gives up a service whose data change at that moment, where AWS writes
 * each message before it answers.
 * @param log file of an emulator that has ended. @returns the services of which it has kept nothing of what was new.
 */
export function stateNotKept(log: string): string[] {
  const text = readFileSync(log, 'utf8');
  return SERVICES.filter((service) => !text.includes(`Persistence: saved ${service} state`));
}
