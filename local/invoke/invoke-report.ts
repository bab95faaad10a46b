import { styleText } from 'node:util';
import { parseLogEntry } from '../log-entry.ts';
import type { Outcome } from './invoke-in-image.ts';

/** Renders the function's log, a line for each entry, and its answer. */
export function renderOutcome(functionName: string, outcome: Outcome): string {
  return [
    styleText('bold', `The log of ${functionName}:`),
    ...outcome.log.flatMap(logLine).map((line) => `  ${line}`),
    ...(outcome.kind === 'answered' ? [styleText('bold', 'Its answer:'), `  ${outcome.answer}`] : []),
  ].join('\n');
}

function logLine(line: string): string[] {
  if (/^(START|END) RequestId:/.test(line)) return [];
  // The image measures neither memory nor the start-up, though its REPORT line has numbers for both.
  const milliseconds = /^REPORT RequestId:.*\tDuration: (\d+)/.exec(line)?.[1];
  if (milliseconds !== undefined) return [`It worked for ${milliseconds} ms, start-up included.`];
  const entry = parseLogEntry(line);
  return [entry === undefined ? line : `${entry.level.padEnd(5)} ${entry.message}`];
}

/** What it comes to, in a sentence. @param files where outputs were saved. */
export function renderVerdict(functionName: string, outcome: Outcome, files: readonly string[]): string {
  const good = styleText('green', '✓');
  const bad = styleText('red', '✗');
  const made = files.map((file) => `\n${good} ${functionName} made ${file}`).join('');
  if (outcome.kind === 'failed') return `${bad} ${functionName} failed: ${outcome.reason}`;
  const { length } = outcome.failedMessages;
  if (length === 0) return `${good} ${functionName} handled every message.${made}`;
  const messages = length === 1 ? 'a message' : `${length} messages`;
  return `${bad} ${functionName} reports ${messages} as failed, for SQS to deliver again.${made}`;
}
