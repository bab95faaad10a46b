interface WithResources {
  Globals?: { Function?: object };
  Resources: Record<string, { Type: string; Properties: object }>;
}

/**
 * The same template without `Globals`: each function has their properties, as after the transform of SAM. Maps are merged, and the
 * value of the function itself wins.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function inlineGlobals<Template extends WithResources>(template: Template): Omit<Template, 'Globals'> {
  const { Globals = {}, Resources, ...rest } = template;
  const resources = Object.entries(Resources).map(([id, resource]) =>
    resource.Type === 'AWS::Serverless::Function'
      ? [id, { ...resource, Properties: merge(Globals.Function ?? {}, resource.Properties) }]
      : [id, resource],
  );
  // The ids are those of the template.
  return { ...rest, Resources: Object.fromEntries(resources) } as unknown as Omit<Template, 'Globals'>;
}

function merge(general: object, own: object): object {
  const merged = Object.entries(own).map(([key, value]) => {
    const [, inherited] = Object.entries(general).find(([name]) => name === key) ?? [];
    return [key, isPlain(inherited) && isPlain(value) ? merge(inherited, value) : value];
  });
  return { ...general, ...Object.fromEntries(merged) };
}

/** A map, and not a list or an intrinsic function such as `{ Ref: … }`. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.getPrototypeOf(value) === Object.prototype && !Object.keys(value).some(isFunction);
}

function isFunction(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}
