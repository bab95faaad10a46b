import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptionsOrEnd } from '../cli/command-options.ts';
import { reportFailure } from '../cli/failure.mjs';
import { renderEncryptionPage } from './encryption-page.ts';
import { comments, template } from './template.ts';
import { renderYaml } from './yaml.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is rendered, and committed: paths below the project's folder, and what should be there. */
export const rendered: Readonly<Record<string, () => string>> = {
  'template.yaml': () => renderYaml(template, comments),
  'docs/encryption.md': renderEncryptionPage,
};

/** Says which committed files are not as rendered, and how to mend it. @param folder the project's. */
export async function staleness(folder = root): Promise<string[]> {
  const files = Object.entries(rendered).map(async ([name, render]) => {
    const committed = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (committed === render()) return [];
    const state = committed === undefined ? 'is missing' : 'is not what template-src/ renders';
    return [`${name} ${state}: run \`npm run render\`.`];
  });
  return (await Promise.all(files)).flat();
}

async function main(): Promise<void> {
  const { check = false } = readOptionsOrEnd({
    script: 'render',
    about: 'Writes template.yaml and docs/encryption.md from template-src/.',
    options: { check: { type: 'boolean', text: 'only check that both files are up to date' } },
  });
  const stale = await staleness();
  if (stale.length === 0) return console.log(`${Object.keys(rendered).join(' and ')} are up to date.`);
  if (check) {
    console.error(stale.join('\n'));
    process.exitCode = 1;
    return;
  }
  for (const [name, render] of Object.entries(rendered)) await writeFile(path.join(root, name), render());
  console.log(`Wrote ${Object.keys(rendered).join(' and ')}.`);
}

if (import.meta.main) await main().catch(reportFailure);
