import type { LabOutput } from '../../lab/output-names.ts';
import type { UploadFacts } from '../facts.ts';
import type { ListedObject } from './outputs.ts';

/** Lists how a log may spell an upload's key: as it is, as in S3's events, or as in Python's JSON. */
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
 * Finds the output of an upload by its name: the same path in the output's folder, or else the newest key there that
 * contains the upload's name. Objects that are older than the upload are not its outputs.
 */
export function outputOf(
  upload: UploadFacts,
  end: LabOutput,
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
