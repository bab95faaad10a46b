/** `npm run licences`: writes docs/licences.md, what is shipped in the artifact of a function and under which licence. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleContents, functionsFolder } from './function-bundle.ts';
import { branches } from './journey.ts';
import { root } from './set-up/project.mjs';

/** Where the list is committed. */
export const licencesFile = path.join(root, 'docs/licences.md');

interface Package {
  name: string;
  version: string;
  licence: string;
}

/** The list, from what esbuild bundles and what wasm-vips says is in its WebAssembly. */
export async function renderLicences(): Promise<string> {
  const packages = await bundledPackages();
  return `# Licences of what is shipped

What the artifacts of both functions hold beside this project's own code (MIT). Made by \`npm run licences\`; a test fails when it is stale.

| package | version | licence |
| --- | --- | --- |
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}

\`vips.wasm.zst\` is (compressed) libvips and the libraries that it needs, compiled by wasm-vips, which names them for all its files:

${librariesOfWasm()}

libvips, glib and libexif are under the LGPL: who passes the artifact on to others must let them replace these libraries, say that
they are in it, and hand out this licence. That is why \`vips.wasm.zst\` stays a file of its own in the artifact. Who only runs it in an account
of their own passes nothing on.
`;
}

async function bundledPackages(): Promise<Package[]> {
  const outputs = await Promise.all(branches.map(({ functionName }) => bundleContents(functionName)));
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
  if (!existsSync(file)) throw new Error(`Expected ${file}, of which the artifact holds code`);
  const { name, version, license } = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof license !== 'string')
    throw new Error(`Expected a licence in ${file}, found ${JSON.stringify(license)}`);
  return { name, version, licence: license };
}

/** wasm-vips's own table, with the version of each library. */
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

/** Where the file of versions has another name. */
const SHORT: Readonly<Record<string, string>> = { libultrahdr: 'uhdr' };

if (import.meta.main) {
  writeFileSync(licencesFile, await renderLicences());
  console.log(`Wrote ${path.relative(root, licencesFile)}.`);
}
