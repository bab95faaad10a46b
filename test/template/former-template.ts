/** Former templates. Somebody may have stacks that were made from them, and updates them. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { toolCommand } from '../../cli/project.mjs';

export interface PlainTemplate {
  Conditions: object;
  Resources: Record<string, { Type: string; Condition?: string; Properties: Record<string, unknown> }>;
}

/** The files in `fixtures/`, by what is special about each. */
export const FORMER_TEMPLATES = {
  'before it had dead-letter queues': 'former-template.yaml',
  'of the last release': 'released-template.yaml',
} as const;

export type FormerTemplate = keyof typeof FORMER_TEMPLATES;

/** Reads a former template as SAM does: with intrinsic functions in their long form. */
export async function readFormerTemplate(which: FormerTemplate): Promise<PlainTemplate> {
  const file = fileURLToPath(new URL(`fixtures/${FORMER_TEMPLATES[which]}`, import.meta.url));
  const script =
    'import json, sys; from samcli.yamlhelper import yaml_parse; print(json.dumps(yaml_parse(open(sys.argv[1]).read())))';
  const { stdout } = await execa(toolCommand('sam', 'python'), ['-c', script, path.resolve(file)]);
  return JSON.parse(stdout);
}
