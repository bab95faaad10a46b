import type { Facts, FunctionFacts, QueueFacts } from '../../account/facts.ts';
import { foundIn, type Seen } from '../../account/seen.ts';
import type { JsonGrade, JsonStep } from '../../checks/report/json.ts';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { layoutOf } from '../model/layout.ts';
import type { Arrow, ArrowId, Part, PartId } from '../state.ts';
import type { Store } from '../store.ts';

type Exists = Part['exists'];

/** Shows which parts and connections exist, under their real names, with the grade's own findings about them. */
export function applyFacts(store: Store, facts: Facts, grade: JsonGrade, now: number): void {
  const findings = findingsOf(grade);
  const layout = layoutOf(facts);
  part('bucket', { name: layout.bucket, exists: existsIn(facts.bucket), of: ['3.2.bucket', '6.', '8.'] });
  part('topic', { name: layout.topic, exists: existsIn(facts.topic), of: ['1.'] });
  const notifications = foundIn(facts.bucket)?.notifications;
  const topicArn = foundIn(facts.topic)?.arn;
  const isNotified = notifications?.some(({ arn }) => arn === topicArn);
  arrow('bucket>topic', {
    exists: known(isNotified, facts.bucket, facts.topic),
    of: ['3.1.publish', '3.2.notification', '3.2.events', '3.2.filter'],
  });
  for (const end of LAB_OUTPUT_NAMES) applyOutput(end);

  function applyOutput(end: LabOutput): void {
    const { tasks } = OUTPUTS[end];
    const [queue, work] = [foundIn(facts.queues[end]), foundIn(facts.functions[end])];
    part(`queue:${end}`, {
      name: layout.queues[end].name,
      exists: existsIn(facts.queues[end]),
      of: [`${tasks.queue}.queue`, `${tasks.queue}.messages`, `${tasks.queue}.delay`],
    });
    part(`function:${end}`, {
      name: layout.functions[end],
      exists: existsIn(facts.functions[end]),
      of: [`${tasks.function}.`, `${tasks.trigger}.handler`, `${tasks.trigger}.description`],
    });
    part(`output:${end}`, { exists: existsIn(facts.bucket), of: [`7.2.${end}`] });
    const deadLetters = queue?.deadLetters;
    part(`dead-letters:${end}`, {
      name: layout.queues[end].deadLetters,
      exists: known(deadLetters !== null && deadLetters !== undefined, facts.queues[end]),
      of: [],
    });
    applyArrows(end, queue, work);
  }

  function applyArrows(end: LabOutput, queue?: QueueFacts, work?: FunctionFacts): void {
    const { tasks } = OUTPUTS[end];
    const subscriptions = foundIn(facts.topic)?.subscriptions;
    arrow(`topic>queue:${end}`, {
      exists: known(
        subscriptions?.some(({ endpoint }) => endpoint === queue?.arn),
        facts.topic,
        facts.queues[end],
      ),
      of: [`${tasks.queue}.subscription`, `${tasks.queue}.policy`],
    });
    const trigger = work?.triggers.find(({ sourceArn }) => sourceArn === queue?.arn);
    arrow(`queue:${end}>function:${end}`, {
      exists: known(trigger !== undefined, facts.queues[end], facts.functions[end]),
      isClosed: trigger !== undefined && !/^(Enabled|Creating|Updating|Enabling)$/.test(trigger.state),
      of: [`${tasks.trigger}.trigger`, `${tasks.trigger}.batch`, `${tasks.trigger}.alone`],
    });
    arrow(`function:${end}>output:${end}`, {
      exists: known(work !== undefined, facts.functions[end], facts.bucket),
      of: ['4.lab-trust', '4.lab-permissions'],
    });
    arrow(`queue:${end}>dead-letters:${end}`, {
      exists: known(queue?.deadLetters !== null && queue?.deadLetters !== undefined, facts.queues[end]),
      of: [],
    });
  }

  function part(
    id: PartId,
    { name, exists, of }: { name?: string | undefined; exists: Exists; of: string[] },
  ) {
    const before = store.state.parts[id];
    const notes = findings(of);
    const changed: Part = { ...before, exists, notes, lookedAt: now, ...(name !== undefined && { name }) };
    if (!isSame({ ...before, lookedAt: now }, changed)) store.change({ type: 'part', part: changed });
  }

  function arrow(
    id: ArrowId,
    { exists, isClosed = false, of }: { exists: Exists; isClosed?: boolean; of: string[] },
  ) {
    const before = store.state.arrows[id];
    if (before === undefined) return;
    const notes = findings(of);
    const changed: Arrow = {
      ...before,
      exists,
      open: exists === 'yes' && !isClosed && notes.length === 0,
      notes,
    };
    if (!isSame(before, changed)) store.change({ type: 'arrow', arrow: changed });
  }
}

/** Returns the hints of failed steps, by the beginnings of their ids. A step that was not begun has no note. */
function findingsOf(grade: JsonGrade): (starts: readonly string[]) => string[] {
  const failed = grade.tasks.flatMap(({ steps }) => steps).filter(isFinding);
  return (starts) =>
    failed
      .filter(({ id }) => starts.some((start) => id.startsWith(start)))
      .map(({ hint }) => (hint ?? '').slice(0, 500))
      .slice(0, 4);
}

function isFinding({ verdict, notYet, hint }: JsonStep): boolean {
  return (verdict === 'fail' || verdict === 'pending') && !notYet && hint !== null;
}

function existsIn(seen: Seen<unknown>): Exists {
  return seen.kind === 'found' ? 'yes' : seen.kind === 'absent' ? 'no' : 'unknown';
}

/** A connection is known when both of its parts are. */
function known(exists: boolean | undefined, ...parts: readonly Seen<unknown>[]): Exists {
  if (parts.some((one) => existsIn(one) === 'unknown')) return 'unknown';
  return exists && parts.every((one) => existsIn(one) === 'yes') ? 'yes' : 'no';
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
