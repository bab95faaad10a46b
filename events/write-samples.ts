import { readFileSync, writeFileSync } from 'node:fs';
import { readOptionsOrEnd } from '../cli/command-options.ts';
import { type Sample, samples } from './samples.ts';

/** `npm run make:events`: writes the sample events and the table in README.md that explains them. */
const README = new URL('README.md', import.meta.url);

/** Every file that is generated from `samples.ts`, with its content. */
export function renderSamples(readme: string): Map<URL, string> {
  const files = samples.map(
    ({ file, event }) => [new URL(file, import.meta.url), `${JSON.stringify(event, null, 2)}\n`] as const,
  );
  return new Map([...files, [README, withTable(readme)]]);
}

function withTable(readme: string): string {
  const table = [
    '| event | shows | needs below `ingest/` | what to expect |',
    '| --- | --- | --- | --- |',
    ...samples.map(tableRow),
  ].join('\n');
  const between = /(<!-- samples -->\n)[\s\S]*(<!-- end -->)/;
  return readme.replace(between, (_, start: string, end: string) => `${start}${table}\n${end}`);
}

function tableRow({ file, shows, needs, expect }: Sample): string {
  const objects = Object.entries(needs).map(([name, kind]) =>
    kind === 'picture' ? `\`${name}\`` : `\`${name}\` (a text file)`,
  );
  return `| [${file}](${file}) | ${shows} | ${objects.join(', ') || 'nothing'} | ${expect} |`;
}

if (import.meta.main) {
  readOptionsOrEnd({
    script: 'make:events',
    about: 'Writes the sample events, and the table in events/README.md that explains them.',
    options: {},
  });
  for (const [file, text] of renderSamples(readFileSync(README, 'utf8'))) writeFileSync(file, text);
  console.log(`wrote ${samples.length} sample events and their table in events/README.md`);
}
