import { IntrinsicFunction } from 'cloudform';
import { Document, isMap, isNode, isScalar, isSeq, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

const HEADER = ` Rendered by \`npm run render\` from template-src/: change it there.
 Resources stand in the order in which data flows: key, bucket, topic, queues, roles,
 functions; then what watches them.`;

/**
 * A template as YAML, always the same for the same template.
 * @param template plain data, with cloudform's intrinsic functions in it; they become short tags (`!Ref`, `!Sub`)
 * @param comments what stands above a resource, by its logical id, or above a line of it, by its path (`Queue.Properties.Name`)
 * @throws Error when there is no such line
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
  if (isMap(resources)) separate(resources);
  for (const [path, comment] of comments)
    lineAt(resources, path).commentBefore = comment.replaceAll(/^/gm, ' ');
  return document.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}

/** An empty line before each entry but the first. */
function separate(map: YAMLMap): void {
  for (const [index, { key }] of map.items.entries()) if (isScalar(key)) key.spaceBefore = index > 0;
}

/** The key of a map, or the item of a list, that stands at a path such as `Bucket.Properties.Rules.0`. */
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
  if (!isNode(line)) throw new Error(`A comment is for ${path}, and the template has no such line.`);
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
  // On one line, unless there are functions with arguments of their own inside.
  if (node instanceof YAMLSeq) node.flow = node.items.every(isScalar);
  return node;
}
