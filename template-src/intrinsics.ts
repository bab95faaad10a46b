import { Fn, IntrinsicFunction } from 'cloudform';
import type { AttributeOf, ParameterId, ResourceId } from './logical-ids.ts';

/** An intrinsic function that may also stand inside a {@link sub}. */
export type Reference = IntrinsicFunction & {
  /** How it is written inside `Fn::Sub`: `${ImageBucket}`. */
  readonly insideSub: string;
};

/** `Ref`: a parameter's value, or a resource's name (of a topic its ARN, of a queue its URL). */
export function ref(id: ResourceId | ParameterId): Reference {
  return reference(Fn.Ref(id), `\${${id}}`);
}

/** `Fn::GetAtt`: an attribute that resources of this type have. */
export function attribute<Id extends ResourceId>(id: Id, name: AttributeOf<Id>): Reference {
  return reference(Fn.GetAtt(id, name), `\${${id}.${name}}`);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const pseudo = {
  accountId: pseudoParameter('AccountId'),
  partition: pseudoParameter('Partition'),
  region: pseudoParameter('Region'),
  urlSuffix: pseudoParameter('URLSuffix'),
} as const;

/**
 * `Fn::Sub`, as a tagged template: `` sub`arn:${pseudo.partition}:s3:::${ref('ImageBucket')}` ``. One `sub` may stand
 * inside another. Made without cloudform's `Fn.Sub`, which leaves an empty map of variables in the template.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function sub(texts: TemplateStringsArray, ...references: Reference[]): Reference {
  const text = String.raw({ raw: texts }, ...references.map(({ insideSub }) => insideSub));
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

function pseudoParameter(name: 'AccountId' | 'Partition' | 'Region' | 'URLSuffix'): Reference {
  return reference(Fn.Ref(`AWS::${name}`), `\${AWS::${name}}`);
}

function reference(intrinsic: IntrinsicFunction, insideSub: string): Reference {
  return Object.assign(intrinsic, { insideSub });
}
