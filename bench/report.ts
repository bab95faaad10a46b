import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import path from 'node:path';
import { versions } from './pictures/install-peers.ts';
import type { Section } from './section.ts';

/** The result of one section, which is saved as JSON. */
export interface SectionReport {
  /** `2026-11-25`. */
  date: string;
  machine: string;
  versions: Readonly<Record<string, string>>;
  short: boolean;
  result: unknown;
}

/** By the name of the section: each can be from another run. */
export type Report = Readonly<Record<string, SectionReport>>;

/** The date, machine and versions of a result. */
export async function stamp(short: boolean, result: unknown): Promise<SectionReport> {
  const processor = cpus()[0]?.model.trim() ?? 'processor unknown';
  const machine = `${processor}, ${cpus().length} processors, ${type()} ${release()} ${process.arch}`;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine,
    versions: await versions(),
    short,
    result,
  };
}

/** Adds results to those in a folder and writes its page and plots again. @returns the written files. */
export function keepReport(folder: string, found: Report, sections: readonly Section[]): string[] {
  const results = path.join(folder, 'results.json');
  const former: Report = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
  const report: Report = { ...former, ...found };
  const known = sections.filter(({ name }) => name in report);
  const files: Record<string, string> = {
    'results.json': `${JSON.stringify(report, null, 2)}\n`,
    'README.md': page(report, known),
  };
  for (const section of known)
    for (const [name, svg] of Object.entries(section.plots(report[section.name]?.result)))
      files[`${name}.svg`] = svg;
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return Object.keys(files);
}

function page(report: Report, sections: readonly Section[]): string {
  const parts = sections.flatMap((section) => {
    const found = report[section.name];
    if (found === undefined) return [];
    const { date, machine, result, short } = found;
    const names = Object.entries(found.versions).map(([name, version]) => `${name} ${version}`);
    const plots = Object.keys(section.plots(result)).map((name) => `![${section.title}](${name}.svg)`);
    return [
      `## ${section.title}`,
      section.about,
      ...plots,
      section.markdown(result),
      `${date}${short ? ' (a short run)' : ''}, ${machine}; ${names.join(', ')}. \`npm run bench -- --only ${section.name} --write\``,
    ];
  });
  return `# Benchmarks\n\nMade by \`npm run bench -- --write\`; [the same as JSON](results.json).\n\n${parts.join('\n\n')}\n`;
}
