import { zipArtifacts } from '../../local/artifacts.ts';
import { buildIfStale } from '../../local/built-functions.ts';
import type { ForEachEnd } from '../facts.ts';

/** The project's functions as a learner uploads them; built when their code is newer. */
export async function projectZips(): Promise<ForEachEnd<Uint8Array>> {
  return zipsIn(await buildIfStale());
}

/** The same, of a folder that `sam build` made. */
export function zipsIn(buildFolder: string): ForEachEnd<Uint8Array> {
  const [thumbnail, mobile] = zipArtifacts(buildFolder).map(({ zip }) => zip);
  if (thumbnail === undefined || mobile === undefined) throw new Error(`No two functions in ${buildFolder}.`);
  return { thumbnail, mobile };
}
