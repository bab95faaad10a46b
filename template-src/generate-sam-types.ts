import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

/** The SAM translator's Python, which the project's set-up makes. */
const python = fileURLToPath(new URL('../.local/tools/ministack/bin/python', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));

/** The wheel has no schema file, but the models that the official schema is made from. */
const printSchema = `
from importlib.metadata import version
from samtranslator.internal.schema_source.aws_serverless_function import Resource
import json
print(json.dumps({"version": version("aws-sam-translator"), "schema": json.loads(Resource.schema_json())}))`;

const header = (
  version: string,
) => `// Made by \`npm run types:sam\` from the schema of aws-sam-translator ${version}: do not edit.
// Left out: connectors, and all events but SQS. What SAM only passes on has cloudform's type, else \`unknown\`.
import type { IntrinsicFunction, Lambda } from 'cloudform';

type LambdaFunction = ConstructorParameters<typeof Lambda.Function>[0];
type LambdaEventSourceMapping = ConstructorParameters<typeof Lambda.EventSourceMapping>[0];
type PassedOn<Properties, Name> = Name extends keyof Properties ? Required<Properties>[Name] : unknown;
`;

/** TypeScript of `AWS::Serverless::Function`, from the official SAM schema. Runs Python; throws where it cannot. */
export async function samFunctionTypes(): Promise<string> {
  const { stdout } = await execa(python, ['-c', printSchema]);
  const { version, schema } = JSON.parse(stdout) as { version: string; schema: JSONSchema };
  const code = await compile(adapt(prune(schema)), 'ServerlessFunction', {
    bannerComment: header(version),
    additionalProperties: false,
    format: false,
  });
  const formatted = await execa(biome, ['format', '--stdin-file-path=sam-function.ts'], { input: code });
  return `${formatted.stdout}\n`;
}

function prune(schema: JSONSchema): JSONSchema {
  const { Connectors, ...properties } = schema.properties ?? {};
  const functionProperties = schema.definitions?.Properties?.properties;
  if (!Connectors || !functionProperties?.Events)
    throw new Error("SAM's schema has another shape than expected.");
  functionProperties.Events.additionalProperties = { $ref: '#/definitions/SQSEvent' };
  return { ...schema, title: 'ServerlessFunction', properties };
}

/** Replaces what says nothing (`{}`, or any object, where an intrinsic function is meant) by a type that does. */
function adapt(schema: JSONSchema): JSONSchema {
  const tsType = passedOnType(schema) ?? (isAnyObject(schema) && 'Record<string, unknown>');
  if (tsType) return { tsType };
  // Titles would become names of types, and SAM's descriptions are as long as the rest of the template's code.
  const { title, markdownDescription, anyOf, items, properties, definitions, ...rest } = schema;
  return {
    ...rest,
    ...(anyOf && { anyOf: anyOf.map((option) => (isAnyObject(option) ? INTRINSIC : adapt(option))) }),
    ...(items && !Array.isArray(items) && { items: adapt(items) }),
    ...(properties && { properties: adaptAll(properties) }),
    ...(definitions && { definitions: { ...adaptAll(definitions), PassThroughProp: { tsType: 'unknown' } } }),
  };
}

const adaptAll = (schemas: Record<string, JSONSchema>) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, adapt(schema)]));

const INTRINSIC: JSONSchema = { tsType: 'IntrinsicFunction' };

const isAnyObject = (schema: JSONSchema) =>
  schema.type === 'object' && !schema.properties && !schema.additionalProperties;

/** SAM's descriptions name the CloudFormation property that a value is passed to. */
function passedOnType({ markdownDescription, __samPassThrough }: JSONSchema): string | undefined {
  const description: string = markdownDescription ?? __samPassThrough?.markdownDescriptionOverride ?? '';
  const [, name, target] =
    /passed directly to the \[`(\w+)`\]\([^)]*\) property of an? `AWS::Lambda::(Function|EventSourceMapping)` resource/.exec(
      description,
    ) ?? [];
  return target && `PassedOn<Lambda${target}, '${name}'>`;
}

if (import.meta.main) {
  await writeFile(new URL('sam-function.ts', import.meta.url), await samFunctionTypes());
}
