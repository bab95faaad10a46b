/**
 * Reads a date and time in ISO 8601. Without a zone it is UTC. A date alone means the end of that day.
 * @returns ISO 8601 in UTC, or the problem.
 */
export function parseDeadline(text: string): { at: string } | { problem: string } {
  const [, day, time, zone] = FORM.exec(text.trim()) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time ?? '23:59:59'}${zone ?? 'Z'}`);
  // A day such as 2026-02-30 would silently become another day.
  if (!Number.isNaN(at) && isRealDay(day ?? '')) return { at: new Date(at).toISOString() };
  return {
    problem: `The deadline must look like 2026-12-24, 2026-12-24T18:00Z or 2026-12-24T18:00+01:00, but it is '${text}'.`,
  };
}

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:\d{2})?)?$/;

function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
