import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderEncryptionPage } from './encryption-page.ts';
import { comments, template } from './template.ts';
import { renderYaml } from './yaml.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files that are rendered and committed: paths below the project's folder, and what should be there. */
export type Rendered = Readonly<Record<string, () => string>>;

/** What belongs to the lab itself. `class/render.ts` adds what belongs to a class, and is the command. */
export const rendered: Rendered = {
  'template.yaml': () => renderYaml(template, comments),
  'docs/encryption.md': renderEncryptionPage,
};

/** Says which committed files are not as rendered, and how to mend it. @param folder the project's. */
export async function staleness(folder = root, files = rendered): Promise<string[]> {
  const checked = Object.entries(files).map(async ([name, render]) => {
    const committed = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (committed === render()) return [];
    const state = committed === undefined ? 'is missing' : 'is not what template-src/ renders';
    return [`${name} ${state}: run \`npm run render\`.`];
  });
  return (await Promise.all(checked)).flat();
}
