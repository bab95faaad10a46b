/** `npm run make:licences`: writes docs/licences.md, which lists the packages in the artifacts and their licences. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { root } from '../../cli/project.mjs';
import { FUNCTION_NAMES } from '../../lab/output-names.ts';
import { bundleContents, functionsFolder } from './function-bundle.ts';

/** The committed list. */
export const licencesFile = path.join(root, 'docs/licences.md');

interface Package {
  name: string;
  version: string;
  licence: string;
}

/** Renders the list from the packages that esbuild bundles and from wasm-vips's list of its libraries. */
export async function renderLicences(): Promise<string> {
  const packages = await bundledPackages();
  return `# Licences of the artifacts

The artifacts of the functions contain these packages in addition to this project's own code (MIT). \`npm run make:licences\` writes this
page, and a test fails when it is out of date.

| package | version | licence |
| --- | --- | --- |
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}

\`vips.wasm.zst\` is the compressed WebAssembly of libvips and its libraries, compiled by wasm-vips. wasm-vips lists the libraries of
all its files:

${librariesOfWasm()}

libvips, glib and libexif have the LGPL. If you pass the artifact on to others, you must name these libraries, include the licence and
let the others replace the libraries. That is why \`vips.wasm.zst\` is a separate file in the artifact. If you only run the artifact in
your own account, you do not pass it on.
`;
}

async function bundledPackages(): Promise<Package[]> {
  const outputs = await Promise.all(FUNCTION_NAMES.map((functionName) => bundleContents(functionName)));
  const shipped = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([file]) => packageFolder(file) ?? []),
  );
  return [...new Set(shipped)].sort().map(readPackage);
}

/** @returns undefined for a file of this project. */
function packageFolder(file: string): string | undefined {
  const inPackages = file.lastIndexOf('node_modules/');
  if (inPackages < 0) return undefined;
  const rest = file.slice(inPackages + 'node_modules/'.length).split('/');
  return (
    file.slice(0, inPackages) + path.join('node_modules', ...rest.slice(0, rest[0]?.startsWith('@') ? 2 : 1))
  );
}

function readPackage(folder: string): Package {
  const file = path.join(functionsFolder, folder, 'package.json');
  if (!existsSync(file))
    throw new Error(`Expected ${file}, because the artifact contains code of this package`);
  const { name, version, license } = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof license !== 'string')
    throw new Error(`Expected a licence in ${file}, found ${JSON.stringify(license)}`);
  return { name, version, licence: license };
}

/** Renders the table of wasm-vips with the version of each library. */
function librariesOfWasm(): string {
  const folder = path.join(root, 'node_modules/wasm-vips');
  const versions: Record<string, string> = JSON.parse(
    readFileSync(path.join(folder, 'versions.json'), 'utf8'),
  );
  const notices = readFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.md'), 'utf8');
  const rows = [...notices.matchAll(/^\| ([\w-]+) +\| (.+?) +\|$/gm)].filter(
    ([, name]) => name !== 'Library',
  );
  if (rows.length === 0) throw new Error(`Expected a table of libraries in ${folder}/THIRD-PARTY-NOTICES.md`);
  const versionOf = (name: string) =>
    versions[name] ?? versions[name.replace(/^lib/, '')] ?? versions[SHORT[name] ?? ''] ?? '';
  const lines = rows.map(([, name = '', licence = '']) => `| ${name} | ${versionOf(name)} | ${licence} |`);
  return ['| library | version | licence |', '| --- | --- | --- |', ...lines].join('\n');
}

/** Libraries that have another name in the file of versions. */
const SHORT: Readonly<Record<string, string>> = { libultrahdr: 'uhdr' };

if (import.meta.main) {
  readOptionsOrEnd({
    script: 'make:licences',
    about: 'Writes docs/licences.md, which lists the packages in the artifacts and their licences.',
    options: {},
  });
  writeFileSync(licencesFile, await renderLicences());
  console.log(`Wrote ${path.relative(root, licencesFile)}.`);
}
