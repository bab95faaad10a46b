/** `npm run make:facts-schema` generates the JSON schema of facts from their types, so that the two cannot differ. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { readOptionsOrEnd } from '../../cli/command-options.ts';

export const SCHEMA_FILE = new URL('facts.schema.json', import.meta.url);

/** Returns the schema as text. This takes seconds, because the types are compiled. */
export function factsSchema(): string {
  const generator = createGenerator({
    path: fileURLToPath(new URL('../facts.ts', import.meta.url)),
    tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
    type: 'Facts',
    // The facts of a later grader may have more properties.
    additionalProperties: true,
    // `npm run types` checks the types.
    skipTypeCheck: true,
  });
  return `${nameLists(JSON.stringify(generator.createSchema('Facts'), null, 2))}\n`;
}

/**
 * The generator names a list's type by its position in the file. Such a name would change with every edit of the
 * file.
 */
function nameLists(schema: string): string {
  const names = new Map<string, string>();
  return schema.replace(/def-interface-[\w.-]+?(?=\[|%5B)/g, (name) => {
    const known = names.get(name) ?? `list-${names.size + 1}`;
    names.set(name, known);
    return known;
  });
}

if (import.meta.main) {
  readOptionsOrEnd({
    script: 'make:facts-schema',
    about: 'Writes account/observe/facts.schema.json from the types of the facts.',
    options: {},
  });
  writeFileSync(SCHEMA_FILE, factsSchema());
}
