import { cleanText } from '../../cli/clean-text.mjs';

/** Bytes; a key can have 1024. */
const MOST = 200;

/**
 * Chooses the name below `ingest/` for a picture of a page. It ends in `.jpg`, because the bucket sends notifications only for
 * such keys.
 * @param given the file's name, as the browser gives it. It is not trusted.
 * @param taken keys that have it already.
 */
export function uploadName(given: string, taken: ReadonlySet<string>): string {
  const base = cleanText(given.split(/[/\\]/).at(-1) ?? '').trim();
  const stem = shorten(base.replace(/\.[a-z0-9]{1,5}$/i, '')) || 'picture';
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.jpg`;
    if (!taken.has(`ingest/${name}`)) return name;
  }
}

function shorten(text: string): string {
  let short = text;
  while (Buffer.byteLength(short) > MOST) short = [...short].slice(0, -1).join('');
  return short;
}
