/** Values of parameters, pseudo parameters and resources: `{ NameSuffix: '-two', 'AWS::Region': 'eu-west-1' }`. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * Returns a part of the template as plain JSON. It replaces references by their values, and keeps only the parts whose
 * conditions are true. A reference without a value becomes `<ImageBucket>` for a `Ref` and `<ImageBucket.Arn>` for an attribute.
 * @param conditions the template's section `Conditions`
 */
export function evaluate(part: unknown, values: Values, conditions: object = {}): unknown {
  return resolve(JSON.parse(JSON.stringify(part)), { values, conditions });
}

/** Tells whether a condition of the template is true. */
export function holds(condition: string, values: Values, conditions: object): boolean {
  const [, rule] = Object.entries(conditions).find(([name]) => name === condition) ?? [];
  if (rule === undefined) throw new Error(`The template has no condition ${condition}.`);
  return evaluate(rule, values, conditions) === true;
}

interface Known {
  values: Values;
  conditions: object;
}

/** @returns undefined for `AWS::NoValue`. The caller then leaves out the property or entry. */
function resolve(value: unknown, known: Known): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((entry) => resolve(entry, known)).filter((entry) => entry !== undefined);
  }
  const entries = Object.entries(value);
  const [[name, argument] = []] = entries;
  if (entries.length === 1 && (name === 'Ref' || name?.startsWith('Fn::')))
    return resolveFunction(name, argument, known);
  return Object.fromEntries(
    entries
      .map(([key, entry]) => [key, resolve(entry, known)])
      .filter(([, resolved]) => resolved !== undefined),
  );
}

function resolveFunction(name: string, argument: unknown, known: Known): unknown {
  const { values, conditions } = known;
  const named = (one: string) => values[one] ?? `<${one}>`;
  const [first, second, third] = [argument].flat();
  switch (name) {
    case 'Ref':
      return first === 'AWS::NoValue' ? undefined : named(String(first));
    case 'Fn::GetAtt':
      return named([argument].flat().join('.'));
    case 'Fn::Sub':
      return String(first).replace(/\$\{([^}]+)\}/g, (_, one) => String(named(one)));
    case 'Fn::Equals':
      return String(resolve(first, known)) === String(resolve(second, known));
    case 'Fn::Not':
      return resolve(first, known) === false;
    case 'Fn::If':
      return resolve(holds(String(first), values, conditions) ? second : third, known);
    default:
      throw new Error(`Expected one of the functions that the template uses, found ${name}.`);
  }
}
