import { evaluate, holds, type Values } from '../evaluate.ts';
import { inlineGlobals } from '../inline-globals.ts';
import { values } from '../plain-resources.ts';

/** A template as JSON, with its conditions and functions in the long form (`Fn::If`). */
export interface JsonTemplate {
  Globals?: { Function?: Record<string, unknown> };
  Conditions?: Record<string, unknown>;
  Resources: Record<string, JsonResource>;
}

export interface JsonResource {
  Type: string;
  Condition?: string;
  Metadata?: Record<string, unknown>;
  Properties: Record<string, unknown>;
}

const addresses = { EmailAddress: 'a@example.com', AlarmEmailAddress: 'b@example.com' };

/** The parameters with which a template is deployed, by what distinguishes them. Together they have every resource. */
export type Variants = Readonly<Record<string, Values>>;

/** Both have every resource of template.yaml, except that one has no key. */
export const variants = {
  'without a key': { ...values, ...addresses, EncryptionKey: '' },
  'with a key': { ...values, ...addresses, EncryptionKey: 'new' },
} as const satisfies Variants;

/** The resources as they are deployed, for rule sets that do not know conditions. */
export function deployed(template: JsonTemplate, known: Values) {
  const { Resources, Conditions = {} } = inlineGlobals(template);
  const made = Object.entries(Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, known, Conditions),
  );
  return evaluate(Object.fromEntries(made), known, Conditions) as Record<string, JsonResource>;
}
