/**
 * Replaces the account id in shared files. It still has twelve digits, so ARNs stay valid and policies keep their
 * meaning.
 */
const MASKED = '000000000000';

/**
 * Replaces account ids everywhere in a value, including keys. The learner's account becomes twelve zeros. Every other
 * account gets its own number (`000000000001`, …), the same one everywhere. Masked facts get the same grade.
 * @param account the learner's account id; empty when it is unknown.
 */
export function maskAccounts<T>(value: T, account: string): T {
  const masks = new Map<string, string>();
  const maskOf = (id: string): string => {
    const known = masks.get(id) ?? String(masks.size + 1).padStart(12, '0');
    masks.set(id, known);
    return known;
  };
  return mapTexts(value, (text) => maskOwn(text, account).replace(OTHER_ID, maskOf));
}

/** Letters and digits around the id would mean that it is part of base64 text, such as a picture. */
const OTHER_ID = /(?<![\w+])(?!0{12})\d{12}(?![\w+])/g;

/**
 * Masks the learner's account id everywhere, for example at the end of a bucket's name. Its first digits before a
 * wildcard are masked too.
 */
function maskOwn(text: string, account: string): string {
  if (account === '') return text;
  return text
    .replaceAll(account, MASKED)
    .replace(/(?<!\d)\d{4,11}(?=[*?])/g, (start) => (account.startsWith(start) ? zeros(start) : start))
    .replace(/(?<=[*?])\d{4,11}(?!\d)/g, (end) => (account.endsWith(end) ? zeros(end) : end));
}

function zeros(digits: string): string {
  return '0'.repeat(digits.length);
}

/** Replaces email addresses everywhere in a value. */
export function maskEmails<T>(value: T): T {
  // The search is slow in a long text, and most texts hold no address.
  return mapTexts(value, (text) => (text.includes('@') ? text.replace(EMAIL, maskEmail) : text));
}

/** The lengths follow RFC 5321. Without them, matching a long text without any address would take quadratic time. */
const EMAIL = /([^\s"'<>()/:,;@…])[^\s"'<>()/:,;@…]{0,63}@([^\s"'<>()/:,;@]{1,200}\.[^\s"'<>()/:,;@]{1,63})/g;

function maskEmail(_: string, first: string, domain: string): string {
  return `${first}…@${domain}`;
}

/** Keeps an ARN as it is. For a person's address, it keeps only what shows the kind of address. */
export function maskEndpoint(endpoint: string): string {
  if (endpoint.startsWith('arn:')) return endpoint;
  // The path and the query of a URL can contain a secret.
  if (/^https?:/.test(endpoint)) return URL.canParse(endpoint) ? `${new URL(endpoint).origin}/…` : '…';
  return endpoint.includes('@') ? maskEmails(endpoint) : `${endpoint.slice(0, 3)}…`;
}

function mapTexts<T>(value: T, map: (text: string) => string): T {
  // `mapAny` replaces texts by texts, so the type stays the same.
  return mapAny(value, map) as T;
}

function mapAny(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapAny(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapAny(item, map)]));
}
