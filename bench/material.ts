import { buildIfStale } from '../local/sam/built-functions.ts';
import { installPeers } from './pictures/install-peers.ts';
import { makePhotos, type Photo } from './pictures/photos.ts';

type Say = (line: string) => void;

/** Photos of these megapixels. */
export async function photosOf(megapixels: readonly number[], say: Say): Promise<Photo[]> {
  say('Install the peers: the photos come with them');
  await installPeers();
  const photos = await makePhotos(Math.max(...megapixels));
  return photos.filter((photo) => megapixels.includes(photo.megapixels));
}

/** Builds both functions with `sam build`. @returns the folder. */
export function buildQuietly(say: Say): Promise<string> {
  return buildIfStale((title, work) => {
    say(title);
    return work(say);
  });
}
