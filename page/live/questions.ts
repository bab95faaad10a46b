import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { Change } from '../change.ts';
import type { Switchable } from '../faults/switchable.ts';
import type { Hop, Question, Upload } from '../state.ts';
import type { Store } from '../store.ts';

/** Asks what happens next, and shows what happened. */
export interface Questions {
  /** Before an upload of the page. `damaged`: a picture that no function can read. */
  beforeUpload(name: string, damaged: boolean): void;
  /** After faults were switched on. */
  afterFault(fault: Switchable): void;
  close(): void;
}

interface Open {
  question: Question;
  /** The answer, once it has happened. */
  reveal(upload: Upload): Question['reveal'];
  /** Only uploads that start later count. */
  since: number;
  uploadId?: string;
}

const ANSWERS_TO_UPLOAD = [
  { id: 'topic', text: 'S3 publishes an event to the SNS topic' },
  { id: 'functions', text: 'S3 invokes both Lambda functions' },
  { id: 'nothing', text: 'Nothing happens' },
];
const ANSWERS_TO_FAN_OUT = [
  { id: 'both', text: 'It is copied to both queues' },
  { id: 'one', text: 'It goes to one of the queues' },
  { id: 'none', text: 'It stays in the topic, or goes nowhere' },
];
const ANSWERS_TO_DAMAGE = [
  { id: 'again', text: 'It stays in the queue and is tried again' },
  { id: 'deleted', text: 'It is deleted' },
  { id: 'dead', text: 'It goes to the dead-letter queue at once' },
];
const ANSWERS_TO_FAULT = [
  { id: 'stops', text: 'No output is written' },
  { id: 'one', text: 'One of the outputs is written' },
  { id: 'both', text: 'Both outputs are written' },
];

/** @param always whether each upload has a question. Otherwise every third one has. */
export function makeQuestions(store: Store, always: boolean): Questions {
  const open: Open[] = [];
  let uploads = 0;
  let asked = 0;
  const stop = store.listen(onChange);

  function ask(question: Omit<Question, 'id' | 'at' | 'reveal'>, reveal: Open['reveal']): void {
    const now = Date.now();
    const made: Question = { ...question, id: `q${++asked}`, at: now, reveal: null };
    open.push({ question: made, reveal, since: now - 1 });
    if (open.length > 10) open.shift();
    store.change({ type: 'question', question: made });
  }

  function onChange(change: Change): void {
    if (change.type !== 'upload') return;
    for (const one of [...open]) {
      const { upload } = change;
      if (one.uploadId === undefined && upload.startedAt >= one.since) one.uploadId = upload.id;
      if (one.uploadId !== upload.id) continue;
      const reveal = one.reveal(upload);
      if (reveal === null) continue;
      open.splice(open.indexOf(one), 1);
      const about: Question['about'] =
        one.question.about.kind === 'upload' ? { kind: 'upload', uploadId: upload.id } : one.question.about;
      // Not within this change: the pages get it first.
      queueMicrotask(() => store.change({ type: 'question', question: { ...one.question, about, reveal } }));
    }
  }

  return {
    beforeUpload(name, damaged) {
      const number = uploads++;
      if (!always && number % 3 !== 0 && !damaged) return;
      const about = { kind: 'upload', uploadId: '' } as const;
      if (damaged) {
        const text = `${name} is cut off in the middle. The function fails. What happens to its message?`;
        ask({ about, text, answers: ANSWERS_TO_DAMAGE }, afterFailure);
      } else if (number % 2 === 0) {
        const text = `${name} is about to be written to ingest/. What happens next?`;
        ask({ about, text, answers: ANSWERS_TO_UPLOAD }, afterNotification);
      } else {
        const text = `S3 publishes the event of ${name} to the topic. What happens to the message?`;
        ask({ about, text, answers: ANSWERS_TO_FAN_OUT }, afterFanOut);
      }
    },
    afterFault({ name, mistake }) {
      const text = `${mistake} What happens to the next picture?`;
      ask({ about: { kind: 'fault', faultId: name }, text, answers: ANSWERS_TO_FAULT }, afterAll);
    },
    close: stop,
  };
}

function afterNotification({ hops }: Upload): Question['reveal'] {
  const hop = hops.find(({ kind }) => kind === 'notify');
  if (hop === undefined) return null;
  return { right: hop.state === 'failed' ? 'nothing' : 'topic', why: hop.words, hopId: hop.id };
}

function afterFanOut({ hops }: Upload): Question['reveal'] {
  const notify = hops.find(({ kind }) => kind === 'notify');
  if (notify?.state === 'failed') return { right: 'none', why: notify.words, hopId: notify.id };
  const delivered = hops.filter(({ kind }) => kind === 'deliver');
  if (delivered.length < OUTPUT_NAMES.length) return null;
  const arrived = delivered.filter(({ state }) => state === 'done');
  const right = arrived.length === 0 ? 'none' : arrived.length === 1 ? 'one' : 'both';
  const failed = delivered.find(({ state }) => state === 'failed');
  const why = failed?.words ?? 'SNS sends a copy of the message to each subscription.';
  return { right, why, hopId: delivered.at(-1)?.id ?? null };
}

function afterFailure({ hops }: Upload): Question['reveal'] {
  const back = hops.find(({ kind }) => kind === 'return');
  if (back === undefined) return null;
  const why =
    'The function reported the failure, so Lambda did not delete the message. It is visible again after its visibility timeout.';
  return { right: 'again', why, hopId: back.id };
}

function afterAll({ hops, made, state }: Upload): Question['reveal'] {
  const outputs = Object.keys(made).length;
  if (outputs >= OUTPUT_NAMES.length)
    return { right: 'both', why: 'Both outputs were written.', hopId: null };
  const failed: Hop | undefined = hops.find((hop) => hop.state === 'failed');
  if (state === 'under-way' || failed === undefined) return null;
  return { right: outputs === 0 ? 'stops' : 'one', why: failed.words, hopId: failed.id };
}
