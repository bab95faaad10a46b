/**
 * Parses a policy from AWS's APIs. It is JSON text, and IAM returns it URL-encoded.
 * @returns null when there is no policy, and the text itself when it is not JSON.
 */
export function parsePolicyText(text: string | undefined): unknown {
  if (text === undefined || text === '') return null;
  try {
    return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
  } catch {
    return text;
  }
}
