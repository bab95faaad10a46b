import { zipArtifacts } from '../../local/artifacts.ts';
import { buildIfStale } from '../../local/built-functions.ts';
import type { ForEachEnd } from '../facts.ts';

/** The project's functions as a learner uploads them; built when their code is newer. */
export async function projectZips(): Promise<ForEachEnd<Uint8Array>> {
  const folder = await buildIfStale((_title, work) => work(() => {}));
  const [thumbnail, mobile] = zipArtifacts(folder).map(({ zip }) => zip);
  if (thumbnail === undefined || mobile === undefined) throw new Error(`No two functions in ${folder}.`);
  return { thumbnail, mobile };
}
