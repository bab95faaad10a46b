import type { CopyFacts, UploadFacts } from '../../account/facts.ts';
import { isProbeKey } from '../../account/follow/picture-name.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { Version } from './remove-objects.ts';

/** A looping function writes its output and the copy of it within this time. */
const TOGETHER_MS = 2000;

/**
 * Finds copies of outputs that appeared in `ingest/` since the lab was observed, a moment ago. They show that a
 * function writes there and so triggers itself. A copy has the same bytes and the same time as an output, which
 * distinguishes it from an upload.
 */
export function findRunningLoop(
  versions: readonly Version[],
  observed: readonly Pick<UploadFacts, 'key' | 'at'>[],
): CopyFacts[] {
  const newest = Math.max(0, ...observed.map(({ at }) => Date.parse(at)));
  const seen = new Set(observed.map(({ key, at }) => `${key} ${Date.parse(at)}`));
  return versions.flatMap((version) => {
    const { Key: key, at, eTag } = version;
    const isNew = at >= newest && !seen.has(`${key} ${at}`) && !version.isDeleted;
    if (!isNew || !key.startsWith('ingest/') || isProbeKey(key)) return [];
    const end = LAB_OUTPUT_NAMES.find((one) =>
      versions.some(
        (output) =>
          output.Key.startsWith(`${one}/`) && output.eTag === eTag && Math.abs(output.at - at) <= TOGETHER_MS,
      ),
    );
    return end === undefined ? [] : [{ key, width: 0, height: 0, end }];
  });
}
