import { styleText } from 'node:util';
import { parseLogEntry } from '../../account/logs/log-entry.ts';
import type { Outcome } from './invoke-in-image.ts';

/** Renders the function's log with a line for each entry, and its response. */
export function renderOutcome(functionName: string, outcome: Outcome): string {
  return [
    styleText('bold', `Log of ${functionName}:`),
    ...outcome.log.flatMap(logLine).map((line) => `  ${line}`),
    ...(outcome.kind === 'answered' ? [styleText('bold', 'Response:'), `  ${outcome.answer}`] : []),
  ].join('\n');
}

function logLine(line: string): string[] {
  if (/^(START|END) RequestId:/.test(line)) return [];
  // The image measures neither memory nor the cold start, although its REPORT line has numbers for both.
  const milliseconds = /^REPORT RequestId:.*\tDuration: (\d+)/.exec(line)?.[1];
  if (milliseconds !== undefined) return [`Ran for ${milliseconds} ms, including the cold start`];
  const entry = parseLogEntry(line);
  return [entry === undefined ? line : `${entry.level.padEnd(5)} ${entry.message}`];
}

/** Describes the outcome in a sentence. @param files the files in which outputs were saved. */
export function renderVerdict(functionName: string, outcome: Outcome, files: readonly string[]): string {
  const good = styleText('green', '✓');
  const bad = styleText('red', '✗');
  const made = files.map((file) => `\n${good} ${functionName} made ${file}`).join('');
  if (outcome.kind === 'failed') return `${bad} ${functionName} failed: ${outcome.reason}`;
  const { length } = outcome.failedMessages;
  if (length === 0) return `${good} ${functionName} handled every message.${made}`;
  const messages = length === 1 ? 'a message' : `${length} messages`;
  return `${bad} ${functionName} reported ${messages} as failed. SQS would deliver ${length === 1 ? 'it' : 'them'} again.${made}`;
}
