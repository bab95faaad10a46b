/** What stands for the account in what is shared: still twelve digits, so that ARNs stay ARNs and policies mean the same. */
const MASKED = '000000000000';

/**
 * Replaces account ids in a value, however deep, in keys too: the account by twelve zeros, each other by a number of its
 * own (`000000000001`, …), the same everywhere. The grade of masked facts is the same.
 * @param account the learner's own; empty when it is not known.
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

/** Apart from letters and digits: else it could be a part of a picture in base64. */
const OTHER_ID = /(?<![\w+])(?!0{12})\d{12}(?![\w+])/g;

/** The own account is masked wherever it stands, such as at the end of a bucket's name; its first digits before a wildcard too. */
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

/** Replaces email addresses in a value, however deep. */
export function maskEmails<T>(value: T): T {
  return mapTexts(value, (text) => text.replace(EMAIL, maskEmail));
}

const EMAIL = /([^\s"'<>()/:,;@…])[^\s"'<>()/:,;@…]*@([^\s"'<>()/:,;@]+\.[^\s"'<>()/:,;@]+)/g;

function maskEmail(_: string, first: string, domain: string): string {
  return `${first}…@${domain}`;
}

/** An ARN as it is; of an address of somebody what tells its kind, and no more. */
export function maskEndpoint(endpoint: string): string {
  if (endpoint.startsWith('arn:')) return endpoint;
  // Its path and query can hold a key.
  if (/^https?:/.test(endpoint)) return URL.canParse(endpoint) ? `${new URL(endpoint).origin}/…` : '…';
  return endpoint.includes('@') ? maskEmails(endpoint) : `${endpoint.slice(0, 3)}…`;
}

function mapTexts<T>(value: T, map: (text: string) => string): T {
  // The shape stays: texts become texts.
  return mapAny(value, map) as T;
}

function mapAny(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapAny(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapAny(item, map)]));
}
