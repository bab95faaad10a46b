import { IntrinsicFunction } from 'cloudform';
import { Document, isMap, isNode, isScalar, isSeq, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

const HEADER = ` \`npm run render\` writes this file from template-src/. Make changes there.
 The resources are in the order in which data flows: key, bucket, topic, queues, roles, logs, functions.
 The alarms and the dashboard follow. Each comment names the task of the lab that asks for a resource, and
 "Only for the lab" marks what production does not need.`;

/**
 * Writes a template as YAML. The same template always gives the same text.
 * @param template plain data, with intrinsic functions of cloudform in it. They become short tags (`!Ref`, `!Sub`).
 * @param comments the comment above each resource, by its logical id, or above a line, by its path (`Queue.Properties.Name`,
 *   `Globals.Function.Timeout`)
 * @param header the comment above the template
 * @throws Error when there is no such line
 */
export function renderYaml(template: object, comments: ReadonlyMap<string, string>, header = HEADER): string {
  const document = new Document(toNode(template), {
    // Quotes dates, yes and no, because the parsers of SAM and CloudFormation read YAML 1.1.
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  document.commentBefore = header;
  if (isMap(document.contents)) separate(document.contents);
  const resources = document.get('Resources');
  if (isMap(resources)) separate(resources);
  const startOf = (path: string) => (document.has(path.split('.')[0]) ? document.contents : resources);
  for (const [path, comment] of comments)
    lineAt(startOf(path), path).commentBefore = comment.replaceAll(/^/gm, ' ');
  return document.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}

/** Adds an empty line before each entry except the first. */
function separate(map: YAMLMap): void {
  for (const [index, { key }] of map.items.entries()) if (isScalar(key)) key.spaceBefore = index > 0;
}

/** The key of a map, or the item of a list, at a path such as `Bucket.Properties.Rules.0`. */
function lineAt(start: unknown, path: string): Node {
  let [line, value]: [unknown, unknown] = [undefined, start];
  for (const name of path.split('.')) {
    if (isMap(value)) {
      const pair = value.items.find(({ key }) => isScalar(key) && key.value === name);
      [line, value] = [pair?.key, pair?.value];
    } else {
      line = isSeq(value) ? value.items[Number(name)] : undefined;
      value = line;
    }
  }
  if (!isNode(line))
    throw new Error(
      `Expected a line ${path} in the template, to put a comment above it. There is no such line.`,
    );
  return line;
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
  // On one line, unless an argument is a function with arguments of its own.
  if (node instanceof YAMLSeq) node.flow = node.items.every(isScalar);
  return node;
}
