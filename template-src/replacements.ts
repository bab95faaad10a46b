/** For tests: what CloudFormation would put another resource in the place of. */
import { execa } from 'execa';
import { toolCommand } from '../local/set-up/project.mjs';
import { evaluate, holds, type Values } from './evaluate.ts';
import type { PlainTemplate } from './former-template.ts';

/** By type, the properties that a resource is made with and keeps for life. */
export type CreateOnly = Readonly<Record<string, readonly string[]>>;

/** By AWS's own schemas, which cfn-lint carries. SAM's function is judged by Lambda's. */
export async function readCreateOnly(types: readonly string[]): Promise<CreateOnly> {
  const script = `import json, sys
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as schemas
of = lambda type: schemas.get_resource_schema('ap-northeast-1', type).schema.get('createOnlyProperties', [])
print(json.dumps({type: of(type) for type in sys.argv[1:]}))`;
  const known = [...new Set(types.map(asLambda))];
  const { stdout } = await execa(toolCommand('sam', 'python'), ['-c', script, ...known]);
  const pointers: Record<string, string[]> = JSON.parse(stdout);
  return Object.fromEntries(
    types.map((type) => [
      type,
      // /properties/QueueName
      (pointers[asLambda(type)] ?? []).map((pointer) => pointer.replace('/properties/', '')),
    ]),
  );
}

/** What of the former template is gone, is of another type, or would be made anew: `ThumbnailQueue.QueueName`. */
export function replacements(
  former: PlainTemplate,
  today: PlainTemplate,
  createOnly: CreateOnly,
  values: Values,
): string[] {
  return Object.entries(former.Resources).flatMap(([id, { Type, Condition, Properties }]) => {
    if (Condition && !holds(Condition, values, former.Conditions)) return [];
    const now = today.Resources[id];
    if (now === undefined) return [`${id} is gone`];
    if (now.Type !== Type) return [`${id} is ${now.Type}`];
    return (createOnly[Type] ?? [])
      .filter(
        (name) =>
          JSON.stringify(evaluate(Properties[name] ?? null, values, former.Conditions)) !==
          JSON.stringify(evaluate(now.Properties[name] ?? null, values, today.Conditions)),
      )
      .map((name) => `${id}.${name}`);
  });
}

function asLambda(type: string): string {
  return type.replace('AWS::Serverless::', 'AWS::Lambda::');
}
