import { readFile, writeFile } from 'node:fs/promises';
import { comments, template } from './template.ts';
import { renderYaml } from './yaml.ts';

/** Where the rendered template is committed. */
export const templateFile = new URL('../template.yaml', import.meta.url);

export const renderTemplate = () => renderYaml(template, comments);

/** Says what is wrong with the committed template and how to mend it, or undefined when it is as rendered. */
export async function staleness(file = templateFile): Promise<string | undefined> {
  const committed = await readFile(file, 'utf8').catch(() => undefined);
  if (committed === renderTemplate()) return undefined;
  return `template.yaml ${committed === undefined ? 'is missing' : 'is not what template-src/ renders'}: run \`npm run render\`.`;
}

async function main(check: boolean): Promise<void> {
  const stale = await staleness();
  if (check && stale) {
    console.error(stale);
    process.exitCode = 1;
  } else if (stale) {
    await writeFile(templateFile, renderTemplate());
    console.log('Wrote template.yaml.');
  } else {
    console.log('template.yaml is up to date.');
  }
}

if (import.meta.main) await main(process.argv.includes('--check'));
