import type { End, UploadFacts } from '../facts.ts';
import type { ListedObject } from './outputs.ts';

/** How a log may spell an upload's key: as it is, as S3's events have it, or as JSON of Python has it. */
export function namesOf(key: string): string[] {
  const path = pathOf(key);
  const inEvents = encodeURIComponent(path).replaceAll('%2F', '/').replaceAll('%20', '+');
  const inAscii = path.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [...new Set([path, inEvents, inAscii])];
}

/**
 * The output that was made of an upload, as far as names tell: the same path below the end's folder, or else the newest
 * key there that holds the upload's name. What is older than the upload was not made of it.
 */
export function outputOf(
  upload: UploadFacts,
  end: End,
  listed: readonly ListedObject[],
): ListedObject | undefined {
  const uploadedAt = Date.parse(upload.at);
  const later = listed.filter(({ at }) => at >= uploadedAt);
  const path = pathOf(upload.key);
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.jpg$/, '');
  return (
    later.find(({ key }) => key === `${end}/${path}`) ??
    later.filter(({ key }) => key.includes(stem)).toSorted((one, other) => other.at - one.at)[0]
  );
}

function pathOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
