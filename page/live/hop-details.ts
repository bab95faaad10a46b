import { readFileSync } from 'node:fs';
import path from 'node:path';
import { explainReport } from '../../account/logs/lambda-report.ts';
import { foundIn } from '../../account/seen.ts';
import { functionWrites, lambdaAssumes, s3Publishes, snsSends } from '../../checks/tasks/requests.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { root } from '../../cli/project.mjs';
import { functionNameOf, isOfLab, type OutputName, outputId, tasksOf } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { taskRef } from '../empty-state.ts';
import type { HopDetail, InvocationLog, Judgement, TemplateLines } from '../hop-detail.ts';
import type { HopRecord, InvocationRecord } from '../model/hop-records.ts';
import type { Hop, HopKind, PageState } from '../state.ts';
import { judge } from './judge.ts';
import { judgeRole } from './judge-role.ts';

const EXPLANATIONS: Readonly<Record<HopKind, string>> = {
  upload: 'The upload writes an object below ingest/, which is all that a user of the pipeline does.',
  notify:
    'S3 matches the new key against the prefix and the suffix of its notification, and publishes an event to the topic.',
  deliver:
    'SNS copies the message to each subscribed queue, so that both functions work independently of each other.',
  receive:
    'Lambda polls the queue and hides the message from others for the visibility timeout while the function works.',
  run: 'The function reads the picture that the event names, resizes it and reports which messages failed.',
  write:
    "The function's role needs s3:PutObject to write the output. The output's prefix is not ingest/, so nothing loops.",
  delete: 'Lambda deletes the message only when the function has succeeded, so a failure loses nothing.',
  return: 'Lambda does not delete a message that failed. After the visibility timeout, it is received again.',
  'dead-letter':
    'After the most receives that the redrive policy allows, SQS moves the message aside, where it waits for you.',
  redrive: 'A redrive sends the message back to its queue. Do it when you have repaired the cause.',
};

/** Describes a hop. @param record what is kept of it; undefined when nothing is. */
export function hopDetail(
  state: PageState,
  id: string,
  record: HopRecord | undefined,
): HopDetail | undefined {
  const hop = state.uploads.flatMap(({ hops }) => hops).find((one) => one.id === id);
  if (hop === undefined) return undefined;
  return {
    hop,
    explanation: EXPLANATIONS[hop.kind],
    payloads: record?.payloads.map((one) => ({ ...one, text: withoutControls(one.text) })) ?? [],
    log: record?.log ? invocationLog(record.log) : null,
    policies: record === undefined ? [] : policiesOf(hop, { ...record, key: nameOf(state, record.uploadId) }),
    template: templateOf(hop),
    task: taskRef(taskFor(hop)),
    calls: state.calls.filter(({ hopId }) => hopId === id).slice(-40),
  };
}

interface RecordOfUpload extends HopRecord {
  /** The key of the upload without `ingest/`. */
  key: string;
}

function nameOf({ uploads }: PageState, uploadId: string): string {
  return uploads.find(({ id }) => id === uploadId)?.key.replace(/^ingest\//, '') ?? '';
}

function invocationLog({ requestId, at, text, durationMs, memoryMb }: InvocationRecord): InvocationLog {
  const report = { requestId, durationMs, billedMs: durationMs, memoryMb };
  return {
    requestId,
    lines: text
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, 200)
      .map((line) => ({ at, text: cleanText(line).slice(0, 2000) })),
    report: [
      {
        name: 'RequestId',
        value: requestId,
        meaning: 'Identifies the invocation. Each of its log lines belongs to it.',
      },
      { name: 'Duration', value: `${durationMs} ms`, meaning: `The function ${explainReport(report)}` },
      {
        name: 'Billed Duration',
        value: `${durationMs} ms`,
        meaning: 'What AWS charges for, rounded up to a millisecond.',
      },
      {
        name: 'Memory Size',
        value: `${memoryMb} MB`,
        meaning: 'The configured memory. Lambda gives processor time in proportion to it.',
      },
    ],
  };
}

function policiesOf({ kind, branch }: Hop, record: RecordOfUpload): Judgement[] {
  const { facts } = record;
  if (facts === undefined) return [];
  const topic = foundIn(facts.topic);
  const bucket = foundIn(facts.bucket);
  const queue = branch !== null && isOfLab(branch) ? foundIn(facts.queues[branch]) : undefined;
  if (kind === 'notify' && topic)
    return [
      judge({
        question: 'May S3 publish to this topic?',
        policy: `Access policy of ${topic.name}`,
        document: topic.policy,
        request: s3Publishes(topic.arn, facts.account, `arn:aws:s3:::${bucket?.name ?? ''}`),
      }),
    ];
  if (kind === 'deliver' && topic && queue)
    return [
      judge({
        question: 'May SNS send to this queue?',
        policy: `Access policy of ${queue.name}`,
        document: queue.policy,
        request: snsSends(queue.arn, topic.arn, facts.account),
      }),
    ];
  if (kind === 'write') return mayWrite(branch, record);
  const role = foundIn(facts.roles.lab);
  if ((kind === 'run' || kind === 'receive') && role)
    return [
      judge({
        question: 'May Lambda assume the role of the function?',
        policy: `Trust policy of ${role.name}`,
        document: role.trust,
        request: lambdaAssumes(role.arn, facts.account),
      }),
      ...(kind === 'run' ? mayWrite(branch, record) : []),
    ];
  return [];
}

/** What the policies say about the output that the function writes. */
function mayWrite(branch: OutputName | null, { facts, rolePolicies, key }: RecordOfUpload): Judgement[] {
  const work = facts && branch !== null && isOfLab(branch) ? foundIn(facts.functions[branch]) : undefined;
  const bucket = facts && foundIn(facts.bucket);
  const policies = work && rolePolicies?.get(work.roleArn);
  if (!facts || branch === null || !work || !bucket || !policies) return [];
  const role = work.roleArn.split('/').at(-1) ?? '';
  const resource = `arn:aws:s3:::${bucket.name}/${OUTPUTS[branch].prefix}${key}`;
  return [
    judgeRole({
      ...{ question: `May ${work.name} write its output?`, role, policies, bucketPolicy: bucket.policy },
      request: functionWrites(work, facts, resource),
    }),
  ];
}

function taskFor({ kind, branch }: Hop): string | undefined {
  const tasks = branch === null ? undefined : tasksOf(branch);
  switch (kind) {
    case 'upload':
      return '6';
    case 'notify':
      return '3.2';
    case 'deliver':
      return tasks?.queue;
    case 'receive':
      return tasks?.trigger;
    case 'run':
      return '7.1';
    case 'write':
      return '7.2';
    default:
      return undefined;
  }
}

function templateOf({ kind, branch }: Hop): TemplateLines[] {
  return resourcesOf(kind, branch).flatMap((resource) => linesOf(resource) ?? []);
}

function resourcesOf(kind: HopKind, branch: OutputName | null): string[] {
  const id = branch === null ? '' : outputId(branch);
  const functionId = branch === null ? '' : functionNameOf(branch);
  switch (kind) {
    case 'upload':
      return ['ImageBucket'];
    case 'notify':
      return ['ResizeImageTopicPolicy', 'ImageBucket'];
    case 'deliver':
      return [`${id}QueueSubscription`, `${id}QueuePolicy`];
    case 'dead-letter':
    case 'redrive':
    case 'return':
      return [`${id}Queue`, `${id}DeadLetterQueue`];
    case 'receive':
    case 'run':
    case 'delete':
    case 'write':
      return [functionId];
  }
}

let template: readonly string[] | undefined;

/** The lines of one resource: its name and what is indented below it. */
function linesOf(resource: string): TemplateLines | undefined {
  template ??= readFileSync(path.join(root, 'template.yaml'), 'utf8').split('\n');
  const start = template.indexOf(`  ${resource}:`);
  if (start < 0) return undefined;
  const next = template.findIndex((line, index) => index > start && /^ {0,2}\S/.test(line));
  const lines = template.slice(start, next < 0 ? undefined : next).slice(0, 80);
  return { resource, firstLine: start + 1, lines };
}

function withoutControls(text: string): string {
  return text
    .split('\n')
    .map((line) => `${/^ */.exec(line)?.[0] ?? ''}${cleanText(line.trimStart())}`)
    .join('\n');
}
