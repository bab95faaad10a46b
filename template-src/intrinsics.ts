import { Fn, IntrinsicFunction } from 'cloudform';
import { compactJson } from './compact-json.ts';
import type { AttributeOf, ConditionId, ParameterId, ResourceId } from './logical-ids.ts';

/** An intrinsic function that can also be used inside a {@link sub}. */
export type Reference = IntrinsicFunction & {
  /** Its form inside `Fn::Sub`: `${ImageBucket}`. */
  readonly insideSub: string;
};

/** `Ref`: the value of a parameter, or the name of a resource (the ARN of a topic, the URL of a queue). */
export function ref(id: ResourceId | ParameterId): Reference {
  return reference(Fn.Ref(id), `\${${id}}`);
}

/** `Fn::GetAtt`: an attribute of a resource. Each type of resource has its own attributes. */
export function attribute<Id extends ResourceId>(id: Id, name: AttributeOf<Id>): Reference {
  return reference(Fn.GetAtt(id, name), `\${${id}.${name}}`);
}

/**
 * `Ref` and `Fn::GetAtt` of a template with resources of its own. Ids that the type does not name do not compile.
 * @example
 * const { ref, attribute } = intrinsicsOf<{ Bucket: 'Arn' }, 'Title'>();
 */
export function intrinsicsOf<
  Attributes extends { [Id in keyof Attributes]: string },
  Parameter extends string,
>() {
  return {
    ref: (id: (keyof Attributes & string) | Parameter) => reference(Fn.Ref(id), `\${${id}}`),
    attribute: <Id extends keyof Attributes & string>(id: Id, name: Attributes[Id]) =>
      reference(Fn.GetAtt(id, name), `\${${id}.${name}}`),
  };
}

/** Removes the property or the entry that has this value. */
export const noValue = Fn.Ref('AWS::NoValue');

/**
 * `Fn::If` as a value.
 * @param no the value when the condition is false. Without it, the property is removed.
 */
export function when(condition: ConditionId, yes: unknown, no: unknown = noValue) {
  return Fn.If(condition, yes, no);
}

/** `Fn::If` as an entry of a list, which the types of cloudform do not know. The entry is removed when the condition is false. */
export function entryWhen<Entry extends object>(condition: ConditionId, entry: Entry): Entry {
  // CloudFormation replaces the function by the entry itself.
  return when(condition, entry) as unknown as Entry;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const pseudo = {
  accountId: pseudoParameter('AccountId'),
  partition: pseudoParameter('Partition'),
  region: pseudoParameter('Region'),
  stackName: pseudoParameter('StackName'),
  urlSuffix: pseudoParameter('URLSuffix'),
} as const;

/**
 * `Fn::Sub`, as a tagged template: `` sub`arn:${pseudo.partition}:s3:::${ref('ImageBucket')}` ``. One `sub` can be used inside
 * another. It does not use `Fn.Sub` of cloudform, which leaves an empty map of variables in the template.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export function sub(texts: TemplateStringsArray, ...references: Reference[]): Reference {
  const text = String.raw({ raw: texts }, ...references.map(({ insideSub }) => insideSub));
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

/** A plain text inside a {@link sub}. */
export function literal(text: string): Reference {
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

/** JSON as text, with references inside: `{"bucket":"${ImageBucket}"}`. */
export function subJson(value: unknown): Reference {
  const text = compactJson(withTexts(value));
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

function withTexts(value: unknown): unknown {
  if (value instanceof IntrinsicFunction && 'insideSub' in value) return value.insideSub;
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withTexts(entry)]));
}

function pseudoParameter(name: 'AccountId' | 'Partition' | 'Region' | 'StackName' | 'URLSuffix'): Reference {
  return reference(Fn.Ref(`AWS::${name}`), `\${AWS::${name}}`);
}

function reference(intrinsic: IntrinsicFunction, insideSub: string): Reference {
  return Object.assign(intrinsic, { insideSub });
}
