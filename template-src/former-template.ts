/** For tests: the template of November 2026, before it had dead-letter queues. Stacks that were made from it are out there. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { toolCommand } from '../local/set-up/project.mjs';

export interface PlainTemplate {
  Conditions: object;
  Resources: Record<string, { Type: string; Condition?: string; Properties: Record<string, unknown> }>;
}

const file = fileURLToPath(new URL('fixtures/former-template.yaml', import.meta.url));

/** As SAM reads it: with intrinsic functions in their long form. */
export async function readFormerTemplate(): Promise<PlainTemplate> {
  const script =
    'import json, sys; from samcli.yamlhelper import yaml_parse; print(json.dumps(yaml_parse(open(sys.argv[1]).read())))';
  const { stdout } = await execa(toolCommand('sam', 'python'), ['-c', script, path.resolve(file)]);
  return JSON.parse(stdout);
}
