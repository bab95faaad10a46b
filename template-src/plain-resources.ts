import { evaluate, holds, type Values } from './evaluate.ts';
import { conditions, parameters } from './parameters.ts';
import type { PolicyDocument } from './policies.ts';
import { template } from './template.ts';

/** What the tests take the template to be deployed with: its defaults, in the lab's region. */
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

/** The resources that the template makes with these parameters, and its defaults for the others, as plain JSON. */
export function resourcesWith(parameters: Values): Record<string, PlainResource> {
  const all = { ...values, ...parameters };
  const made = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, all, conditions),
  );
  return evaluate(Object.fromEntries(made), all, conditions) as Record<string, PlainResource>;
}

/** The template's resources, by its defaults. */
export const resources = resourcesWith({});

/** With a key made by the stack, and with somebody to be told: every resource that there can be. */
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
