import type { ForEachLabOutput } from '../../lab/output-names.ts';
import { zipArtifacts } from '../../local/sam/artifacts.ts';
import { buildIfStale } from '../../local/sam/built-functions.ts';

/** Returns the project's functions as a learner uploads them. They are built when their code is newer. */
export async function projectZips(): Promise<ForEachLabOutput<Uint8Array>> {
  return zipsIn(await buildIfStale());
}

/** Returns the functions from a folder that `sam build` made. */
export function zipsIn(buildFolder: string): ForEachLabOutput<Uint8Array> {
  const [thumbnail, mobile] = zipArtifacts(buildFolder).map(({ zip }) => zip);
  if (thumbnail === undefined || mobile === undefined)
    throw new Error(`Expected both functions in ${buildFolder}, but one is missing. Run npm run build.`);
  return { thumbnail, mobile };
}
