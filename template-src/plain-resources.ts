import { evaluate } from './evaluate.ts';
import { parameters } from './parameters.ts';
import type { PolicyDocument } from './policies.ts';
import { template } from './template.ts';

/** What the tests take the template to be deployed with: its defaults, in the lab's region. */
export const values = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'ap-northeast-1',
  'AWS::Partition': 'aws',
  ...Object.fromEntries(Object.entries(parameters).map(([id, { Default }]) => [id, Default ?? ''])),
};

interface PlainResource {
  Type: string;
  Properties: Record<string, unknown> & { PolicyDocument?: PolicyDocument };
}

/** The template's resources as plain JSON, evaluated with {@link values}. */
export const resources = evaluate(template.Resources, values) as Record<string, PlainResource>;

export function properties(id: string): PlainResource['Properties'] {
  const resource = resources[id];
  if (!resource)
    throw new Error(`The template has no resource ${id}, only ${Object.keys(resources).join(', ')}.`);
  return resource.Properties;
}
