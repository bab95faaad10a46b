import { readFileSync } from 'node:fs';

/** The services of the lab whose state MiniStack saves. */
const SERVICES = ['cloudformation', 'cloudwatch_logs', 'iam', 'lambda', 's3', 'sns', 'sqs'];

/**
 * Finds the services whose state was lost. MiniStack saves its state only when it ends, and skips a service whose data change
 * at that moment. AWS stores each message before it responds.
 * @param log log file of an emulator that has ended.
 * @returns the services whose new data were not saved.
 */
export function stateNotKept(log: string): string[] {
  const text = readFileSync(log, 'utf8');
  return SERVICES.filter((service) => !text.includes(`Persistence: saved ${service} state`));
}
