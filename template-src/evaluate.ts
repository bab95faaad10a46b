/** What the parameters and pseudo parameters are taken to be: `{ NameSuffix: '-two', 'AWS::Region': 'eu-west-1' }`. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * A part of the template as plain JSON, with parameters and names put in. What only AWS knows stays visible:
 * `<ImageBucket>` for a `Ref`, `<ImageBucket.Arn>` for an attribute.
 */
export function evaluate(part: unknown, values: Values): unknown {
  return JSON.parse(JSON.stringify(part), (_key, value) => resolved(value, values));
}

function resolved(value: unknown, values: Values): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value;
  if ('Ref' in value) return values[String(value.Ref)] ?? `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']))
    return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Sub' in value) {
    return String(value['Fn::Sub']).replace(/\$\{([^}]+)\}/g, (_, name) =>
      String(values[name] ?? `<${name}>`),
    );
  }
  return value;
}
