import { cleanText } from '../../cli/clean-text.mjs';

/** Names of the learner are shortened, and have no control characters. */
export function clean(text: string): string {
  const cleaned = cleanText(text);
  return cleaned.length <= 300 ? cleaned : `${cleaned.slice(0, 299)}…`;
}
