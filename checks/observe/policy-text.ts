/**
 * Reads a policy as AWS's APIs give it: JSON text, URL-encoded by IAM.
 * @returns null when there is none, and the text itself when it is no JSON.
 */
export function parsePolicyText(text: string | undefined): unknown {
  if (text === undefined || text === '') return null;
  try {
    return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
  } catch {
    return text;
  }
}
