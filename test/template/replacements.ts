/** Finds the resources that an update of a stack would replace. */
import { execa } from 'execa';
import { toolCommand } from '../../cli/project.mjs';
import { evaluate, holds, type Values } from '../../template-src/evaluate.ts';
import type { PlainTemplate } from './former-template.ts';

/** The properties that cannot be changed in place, by type of resource. */
export type CreateOnly = Readonly<Record<string, readonly string[]>>;

/** Reads the schemas of AWS, which cfn-lint contains. The schema of a Lambda function stands for that of SAM. */
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

/** The resources of the former template that are gone, have another type, or would be replaced: `ThumbnailQueue.QueueName`. */
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
