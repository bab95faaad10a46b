/** Whether a trigger in this state receives messages, or will in a moment. */
export function isPolling(state: string): boolean {
  return !['Disabled', 'Disabling', 'Deleting'].includes(state);
}
