/** `npm run bench`: measures the time, memory and size of the functions and compares them with their peers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, reportFailure } from '../cli/failure.mjs';
import { showStep } from '../cli/progress.ts';
import { localFolder, root } from '../cli/project.mjs';
import { type BenchOptions, parseBenchOptions, USAGE } from './options.ts';
import { keepReport, type Report, type SectionReport, stamp } from './report.ts';
import { sections } from './sections.ts';

try {
  const options = parseBenchOptions(
    process.argv.slice(2),
    sections.map(({ name }) => name),
  );
  if (options.help) console.log(USAGE);
  else await bench(options);
} catch (error) {
  reportFailure(error);
}

async function bench({ only, short, write, against }: BenchOptions): Promise<void> {
  const before = against === undefined ? {} : readReport(against);
  const found: Record<string, SectionReport> = {};
  for (const section of sections.filter(({ name }) => only.includes(name))) {
    const result = await showStep(section.title, (say) => section.measure({ short, say }));
    console.log(`${section.terminal(result)}\n`);
    const former = before[section.name];
    if (former !== undefined)
      console.log([`Against ${former.date}:`, ...section.compare(result, former.result), ''].join('\n'));
    found[section.name] = await stamp(short, result);
  }
  const folder = write ? path.join(root, 'docs/benchmarks') : path.join(localFolder, 'bench/results');
  console.log(`${path.relative(root, folder)}/: ${keepReport(folder, found, sections).join(', ')}`);
}

function readReport(file: string): Report {
  const typed = path.resolve(process.env.INIT_CWD ?? '.', file);
  try {
    return JSON.parse(readFileSync(typed, 'utf8'));
  } catch (cause) {
    const problem = `--against: expected the results.json of a former run, could not read ${typed}.`;
    throw new Failure({ code: 'usage', problem, fix: 'npm run bench -- --help' }, { cause });
  }
}
