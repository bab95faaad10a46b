/** A log line of Powertools. */
export interface LogEntry {
  level: string;
  message: string;
  function_request_id: string;
}

/** Parses a log line of Powertools. @returns undefined for any other line. */
export function parseLogEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, message, function_request_id } = JSON.parse(line);
    return typeof message === 'string' && typeof function_request_id === 'string'
      ? { level: String(level), message, function_request_id }
      : undefined;
  } catch {
    return undefined;
  }
}
