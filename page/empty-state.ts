import { TASK_TITLES } from '../checks/task-titles.ts';
import {
  deadLetterQueueName,
  functionNameOf,
  OUTPUT_NAMES,
  type OutputName,
  queueName,
  tasksOf,
} from '../lab/output-names.ts';
import { OUTPUTS } from '../lab/outputs.ts';
import type { Arrow, ArrowId, Mode, PageState, Part, PartId, Permission, TaskRef } from './state.ts';

/** The state of a page before anything was looked at. Names are those of the lab. */
export function emptyState(mode: Mode, place: string): PageState {
  const parts = [
    part('bucket', 'S3 bucket', 'bucket', '3.2'),
    part('topic', 'SNS topic', 'resize-image-topic-XXXX', '1'),
    ...OUTPUT_NAMES.flatMap(partsOf),
  ];
  const arrows = [arrow('bucket', 'topic', 'event notification', '3.2'), ...OUTPUT_NAMES.flatMap(arrowsOf)];
  const notYet: Permission = { allowed: false, why: 'The page is looking at the account.' };
  return {
    ...{ mode, place },
    outputs: OUTPUT_NAMES.map((name) => ({ name, box: OUTPUTS[name].box, prefix: OUTPUTS[name].prefix })),
    // Every part and arrow of the types is in these lists.
    parts: Object.fromEntries(parts.map((one) => [one.id, one])) as unknown as PageState['parts'],
    arrows: Object.fromEntries(arrows.map((one) => [one.id, one])),
    ...{ tokens: {}, uploads: [], causes: [], faults: [], calls: [], questions: [] },
    surprise: { state: 'none', hints: [] },
    grade: { running: false, grade: null, gradedAt: null, by: null, changed: [], trouble: null },
    freshness: { state: 'behind', lookedAt: null, words: 'The page has not looked yet.' },
    rate: null,
    may: { upload: notYet, redrive: notYet, faults: notYet, grade: notYet, probe: notYet },
  };
}

function partsOf(name: OutputName): Part[] {
  const tasks = tasksOf(name);
  return [
    part(`queue:${name}`, 'SQS queue', queueName(name), tasks?.queue),
    part(`function:${name}`, 'Lambda function', functionNameOf(name), tasks?.function),
    part(`output:${name}`, 'Folder of the bucket', OUTPUTS[name].prefix, tasks && '7.2'),
    part(`dead-letters:${name}`, 'Dead-letter queue', deadLetterQueueName(name), undefined),
  ];
}

function arrowsOf(name: OutputName): Arrow[] {
  const tasks = tasksOf(name);
  return [
    arrow('topic', `queue:${name}`, 'subscription', tasks?.queue),
    arrow(`queue:${name}`, `function:${name}`, 'trigger', tasks?.trigger),
    arrow(`function:${name}`, `output:${name}`, 'writes', tasks && '4'),
    arrow(`queue:${name}`, `dead-letters:${name}`, 'redrive policy', undefined),
  ];
}

function part(id: PartId, kind: string, name: string, task: string | undefined): Part {
  return { id, kind, name, exists: 'unknown', task: taskRef(task), counts: {}, notes: [], lookedAt: null };
}

function arrow(from: PartId, to: PartId, kind: string, task: string | undefined): Arrow {
  const id: ArrowId = `${from}>${to}`;
  return { id, from, to, kind, exists: 'unknown', open: false, task: taskRef(task), notes: [] };
}

/** A task of the lab with its title. */
export function taskRef(id: string | undefined): TaskRef | null {
  return id === undefined ? null : { id, title: TASK_TITLES[id] ?? `Task ${id}` };
}
