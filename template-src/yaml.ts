import { IntrinsicFunction } from 'cloudform';
import { Document, isMap, isScalar, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

const HEADER = ` Rendered by \`npm run render\` from template-src/: change it there.
 Resources stand in the order in which data flows: bucket, topic, queues, roles, functions.`;

/**
 * A template as YAML, always the same for the same template.
 * @param template plain data, with cloudform's intrinsic functions in it; they become short tags (`!Ref`, `!Sub`)
 * @param comments what stands above a resource, by its logical id
 */
export function renderYaml(template: object, comments: ReadonlyMap<string, string>): string {
  const document = new Document(toNode(template), {
    // Dates, yes and no are quoted: the parsers of SAM and CloudFormation read YAML 1.1.
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  document.commentBefore = HEADER;
  if (isMap(document.contents)) separate(document.contents);
  const resources = document.get('Resources');
  if (isMap(resources)) separate(resources, comments);
  return document.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}

/** An empty line before each entry but the first, and its comment. */
function separate(map: YAMLMap, comments?: ReadonlyMap<string, string>): void {
  for (const [index, { key }] of map.items.entries()) {
    if (!isScalar(key)) continue;
    key.spaceBefore = index > 0;
    const comment = comments?.get(String(key.value));
    if (comment) key.commentBefore = comment.replaceAll(/^/gm, ' ');
  }
}

function toNode(value: unknown): Node {
  if (value instanceof IntrinsicFunction) return toTagged(value);
  if (Array.isArray(value)) return sequence(value);
  if (typeof value !== 'object' || value === null) return new Scalar(value);
  const map = new YAMLMap();
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) map.add({ key: new Scalar(key), value: toNode(entry) });
  }
  return map;
}

function sequence(values: readonly unknown[]): YAMLSeq {
  const nodes = new YAMLSeq();
  for (const value of values) nodes.add(toNode(value));
  return nodes;
}

/** `{ "Fn::GetAtt": ["Topic", "TopicArn"] }` as `!GetAtt Topic.TopicArn`, and so on. */
function toTagged(intrinsic: IntrinsicFunction): Node {
  const entries: [string, unknown][] = Object.entries(intrinsic.toJSON());
  const [name, payload] = entries[0] ?? ['', undefined];
  const isAttribute = name === 'Fn::GetAtt' && Array.isArray(payload);
  const node = toNode(isAttribute ? payload.join('.') : payload);
  node.tag = `!${name.replace('Fn::', '')}`;
  // On one line, unless there are functions with arguments of their own inside.
  if (node instanceof YAMLSeq) node.flow = node.items.every(isScalar);
  return node;
}
