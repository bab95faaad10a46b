import { OUTPUT_NAMES } from '../lab/output-names.ts';
import type { Command } from './command.ts';

/** Reads a command from a page. @returns undefined for anything else. */
export function parseCommand(text: string): Command | undefined {
  const value = parseObject(text);
  switch (value?.type) {
    case 'surprise':
    case 'hint':
    case 'reveal':
    case 'undo-faults':
    case 'clear':
      return { type: value.type };
    case 'sample':
      return value.which === 'happy-face' || value.which === 'broken'
        ? { type: 'sample', which: value.which }
        : undefined;
    case 'redrive': {
      if (value.branch === undefined) return { type: 'redrive' };
      const branch = OUTPUT_NAMES.find((name) => name === value.branch);
      return branch && { type: 'redrive', branch };
    }
    case 'fault':
      return typeof value.id === 'string' && typeof value.on === 'boolean'
        ? { type: 'fault', id: value.id, on: value.on }
        : undefined;
    case 'grade':
      return typeof value.probe === 'boolean' ? { type: 'grade', probe: value.probe } : undefined;
    default:
      return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
