import { Fn, IntrinsicFunction } from 'cloudform';
import type { AttributeOf, ConditionId, ParameterId, ResourceId } from './logical-ids.ts';

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

/** Leaves out the property or the entry whose value it is. */
export const noValue = Fn.Ref('AWS::NoValue');

/**
 * `Fn::If`, where a value is asked for.
 * @param no what holds without the condition; left out, the property is not there then.
 */
export function when(condition: ConditionId, yes: unknown, no: unknown = noValue) {
  return Fn.If(condition, yes, no);
}

/** `Fn::If` as an entry of a list, which cloudform's types do not know. Without the condition the list lacks it. */
export function entryWhen<Entry extends object>(condition: ConditionId, entry: Entry): Entry {
  // CloudFormation puts the entry itself in its place.
  return when(condition, entry) as unknown as Entry;
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

/** A plain text inside a {@link sub}. */
export function literal(text: string): Reference {
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

/** JSON as text, with references inside: `{"bucket":"${ImageBucket}"}`. */
export function subJson(value: unknown): Reference {
  const text = JSON.stringify(withTexts(value), null, 2);
  return reference(new IntrinsicFunction('Fn::Sub', text), text);
}

function withTexts(value: unknown): unknown {
  if (value instanceof IntrinsicFunction && 'insideSub' in value) return value.insideSub;
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withTexts(entry)]));
}

function pseudoParameter(name: 'AccountId' | 'Partition' | 'Region' | 'URLSuffix'): Reference {
  return reference(Fn.Ref(`AWS::${name}`), `\${AWS::${name}}`);
}

function reference(intrinsic: IntrinsicFunction, insideSub: string): Reference {
  return Object.assign(intrinsic, { insideSub });
}
