import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** The first two paths that are the same file; undefined when all differ. */
export function sameFile(files: readonly string[]): readonly [string, string] | undefined {
  const known = new Map<string, string>();
  for (const file of files) {
    const identity = identityOf(file);
    const other = known.get(identity);
    if (other !== undefined) return [other, file];
    known.set(identity, file);
  }
  return undefined;
}

/**
 * Identifies a file however its path is written: through links, `./`, `..` or hard links. A file that does not exist yet is
 * identified by the place where it would be created.
 */
function identityOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stats !== undefined) return `${stats.dev}:${stats.ino}`;
  const target = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()
    ? path.resolve(path.dirname(file), readlinkSync(file))
    : undefined;
  if (target !== undefined) return identityOf(target);
  const folder = path.dirname(file);
  try {
    return path.join(realpathSync(folder), path.basename(file));
  } catch {
    return path.resolve(file);
  }
}
