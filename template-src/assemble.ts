import type { Reference } from './intrinsics.ts';
import { type Suppression, suppressionComments, suppressionMetadata } from './suppressions.ts';

/** A resource of any template, and what the template says about it. {@link Documented} describes the fields. */
interface AnyDocumented {
  comment: string;
  why?: Readonly<Record<string, string>>;
  resource: { Type: string; Properties: object };
  suppressed?: readonly Suppression[];
  dependsOn?: readonly string[];
  condition?: string;
  onDeletion?: string | Reference;
  onReplacement?: string;
}

/** Resources by logical id, in the order in which the template shows them. */
export type AnyResources = Readonly<Record<string, AnyDocumented>>;

/** The section `Resources` of a template. */
export function assemble(documented: AnyResources) {
  return Object.fromEntries(Object.entries(documented).map(([id, one]) => [id, assembled(one)]));
}

/** The comments of the resources, by their path in the template, as {@link renderYaml} takes them. */
export function commentsOf(documented: AnyResources): [path: string, comment: string][] {
  return Object.entries(documented).flatMap(([id, { comment, why = {}, suppressed = [] }]) => [
    [id, comment] as [string, string],
    ...[...Object.entries(why), ...suppressionComments(suppressed)].map(([path, text]): [string, string] => [
      `${id}.${path}`,
      text,
    ]),
  ]);
}

/** The rules of `npm run rules` that each resource suppresses. */
export function suppressionsOf(documented: AnyResources): Readonly<Record<string, readonly Suppression[]>> {
  return Object.fromEntries(Object.entries(documented).map(([id, { suppressed = [] }]) => [id, suppressed]));
}

function assembled(documented: AnyDocumented) {
  const { resource, dependsOn, condition, onDeletion, onReplacement, suppressed = [] } = documented;
  const { Type, Properties } = resource;
  const Metadata = {
    ...('Metadata' in resource && Object(resource.Metadata)),
    ...suppressionMetadata(suppressed),
  };
  return {
    Type,
    ...(condition && { Condition: condition }),
    ...(onDeletion && { DeletionPolicy: onDeletion }),
    ...(onReplacement && { UpdateReplacePolicy: onReplacement }),
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(Object.keys(Metadata).length > 0 && { Metadata }),
    Properties,
  };
}
