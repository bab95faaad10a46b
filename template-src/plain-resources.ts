import { evaluate, holds, type Values } from './evaluate.ts';
import { inlineGlobals } from './inline-globals.ts';
import { conditions, parameters } from './parameters.ts';
import type { PolicyDocument } from './policies.ts';
import { template } from './template.ts';

/** The values with which the tests deploy the template: its defaults, in the region of the lab. */
export const values = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'ap-northeast-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  ...Object.fromEntries(Object.entries(parameters).map(([id, { Default }]) => [id, Default ?? ''])),
};

interface PlainResource {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties: Record<string, unknown> & { PolicyDocument?: PolicyDocument };
}

/**
 * The resources that the template creates with these parameters, and with the defaults for the others, as plain JSON. SAM's globals
 * are added to the functions, as SAM does it.
 */
export function resourcesWith(parameters: Values): Record<string, PlainResource> {
  const all = { ...values, ...parameters };
  const made = Object.entries(inlineGlobals(template).Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, all, conditions),
  );
  return evaluate(Object.fromEntries(made), all, conditions) as Record<string, PlainResource>;
}

/** The resources of the template with its defaults. */
export const resources = resourcesWith({});

/** Every resource that the template can create: with a key of the stack, and with both email addresses. */
export const allResources = resourcesWith({
  EncryptionKey: 'new',
  EmailAddress: 'a@example.com',
  AlarmEmailAddress: 'b@example.com',
});

export function properties(id: string, among = resources): PlainResource['Properties'] {
  const resource = among[id];
  if (!resource)
    throw new Error(`The template has no resource ${id}, only ${Object.keys(among).join(', ')}.`);
  return resource.Properties;
}
