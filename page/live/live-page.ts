import { PutObjectCommand } from '@aws-sdk/client-s3';
import { connect } from '../../account/connect.ts';
import type { AwsOptions } from '../../aws/clients.ts';
import { poll } from '../../aws/poll.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { samplePicture } from '../../local/pictures.ts';
import type { Command, CommandResult } from '../command.ts';
import { emptyState } from '../empty-state.ts';
import { makeFaultBoard } from '../faults/fault-board.ts';
import { makeHopRecords } from '../model/hop-records.ts';
import type { JournalEntry } from '../model/journal-entry.ts';
import { makePipeline } from '../model/pipeline.ts';
import { makeRecorder } from '../recorder.ts';
import type { PageSource } from '../serve-page.ts';
import type { Freshness, Mode, PageState } from '../state.ts';
import { makeStore } from '../store.ts';
import { whenIdle } from '../when-idle.ts';
import { applyFacts } from './apply-facts.ts';
import { followJournal, type JournalPlace, readQueues } from './follow-journal.ts';
import { makeGradeKeeper } from './grade-keeper.ts';
import { hopDetail } from './hop-details.ts';
import { makePictures } from './pictures.ts';
import { makeQuestions } from './questions.ts';
import { redrive } from './redrive.ts';
import { policiesOfRoles } from './role-policies.ts';
import { uploadName } from './upload-name.ts';

/** The user agents of the page's calls. The journal leaves out the regular looks. */
const LOOK_AGENT = 'image-lab-page-look';
const ACT_AGENT = 'image-lab-page-act';

const QUIET_MS = 1200;
const MS_BETWEEN_LOOKS = 2000;
/** A look that is older than this is not live. */
const MS_UNTIL_BEHIND = 25_000;

export interface LivePageOptions {
  mode: Mode;
  place: string;
  /** The embedded AWS's account. */
  account: AwsOptions & { endpoint: string };
  /** Returns the present embedded AWS; undefined when none is up. */
  find(): Promise<JournalPlace | undefined>;
  /** A file for the settings from before a fault. */
  faultFile: string;
  /** Whether the page may change something. */
  write: boolean;
}

export interface LivePage {
  source: PageSource;
  /** Writes what the page shows to a file from now on. */
  recordTo(file: string): void;
  close(): Promise<void>;
}

/** Follows an embedded AWS, whose journal tells everything that happens. */
export function openLivePage(options: LivePageOptions): LivePage {
  const { mode, place, account, find, faultFile } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const look = connect({ ...account, userAgent: LOOK_AGENT });
  const act = connect({ ...account, userAgent: ACT_AGENT });
  const store = makeStore(emptyState(mode, place));
  const records = makeHopRecords();
  const pictures = makePictures(look);
  const questions = makeQuestions(store, mode === 'lab');
  const isIdle = whenIdle();
  const recorder = makeRecorder(store, { hop, picture: pictures.small });

  const command = (about: { task: string } | 'dead-letters') => {
    if (about === 'dead-letters') return 'npm run dead-letters -- --local';
    return mode === 'lab'
      ? `npm run lab -- --show ${about.task}`
      : `npm run check -- --local --task ${about.task}`;
  };
  const pipeline = makePipeline({
    ...{ store, records, command, pageAgent: ACT_AGENT },
    onObject: (object) => isIdle(() => readPicture(object)),
    onProgress: () => grades.ask(),
    onSettingsChanged: () => grades.ask(),
  });
  const grades = makeGradeKeeper({
    ...{ store, aws: look, quietMs: QUIET_MS, isBusy: () => pipeline.isBusy() },
    async onFacts(facts, grade) {
      pipeline.learn(facts, await policiesOfRoles(look, facts));
      applyFacts(store, facts, grade, Date.now());
      setAbilities();
      faults.update(grade);
    },
  });
  const faults = makeFaultBoard({
    ...{ store, aws: act, file: faultFile },
    facts: () => grades.facts,
    regrade: () => grades.now('read-only'),
  });

  async function readPicture({ bucket, key, uploadId, branch }: ObjectSeen): Promise<void> {
    const upload = pipeline.uploads.get(uploadId);
    if (upload === undefined) return;
    if (branch === null) pipeline.uploads.setSource(uploadId, await pictures.look(bucket, key));
    else pipeline.uploads.setMade(uploadId, branch, await pictures.look(bucket, key, upload.bytes));
  }

  function setAbilities(): void {
    const no = (why: string) => ({ allowed: false, why }) as const;
    const yes = { allowed: true } as const;
    const writes = options.write
      ? yes
      : no('This page only shows. Start it with --write to change something.');
    const may: PageState['may'] = {
      upload: pipeline.layout.bucket === undefined ? no('There is no bucket yet (task 3.2).') : writes,
      ...{ redrive: writes, faults: writes, grade: yes, probe: writes },
    };
    if (JSON.stringify(may) !== JSON.stringify(store.state.may)) store.change({ type: 'may', may });
  }

  let lookedAt: number | null = null;
  function setFreshness(state: Freshness['state'], words: string): void {
    if (store.state.freshness.state === state) return;
    store.change({ type: 'freshness', freshness: { state, lookedAt, words } });
  }

  async function start(): Promise<void> {
    // The names come first: without them, the journal says little.
    await grades.now('read-only');
    void lookAtQueues();
    await followJournal(
      find,
      {
        onEntry: takeSafely,
        onAnswer(lost) {
          const wasGone = store.state.freshness.state !== 'live';
          lookedAt = Date.now();
          setFreshness('live', 'The page sees everything as it happens.');
          if (lost > 0) notice(`${lost} older events are no longer known.`);
          if (wasGone) grades.ask();
        },
        onGone: () =>
          setFreshness('offline', 'The embedded AWS does not answer. The page shows what it last saw.'),
        onRestart() {
          pipeline.restart();
          notice('The embedded AWS was started again.');
          grades.ask();
        },
      },
      signal,
    );
  }

  /** A learner's data is in the entries. What cannot be read is left out. */
  function takeSafely(entry: JournalEntry): void {
    try {
      pipeline.take(entry);
    } catch (error) {
      notice(`The page could not show one event: ${cleanText(String(error)).slice(0, 200)}`, 'bad');
    }
  }

  function notice(words: string, tone: 'info' | 'good' | 'bad' = 'info'): void {
    store.change({ type: 'notice', words, tone });
  }

  async function lookAtQueues(): Promise<void> {
    while (!signal.aborted) {
      const at = await find().catch(() => undefined);
      const { account: owner } = pipeline.layout;
      if (at !== undefined && owner !== '') {
        const content = await readQueues(at, owner, signal).catch(() => undefined);
        if (content !== undefined) pipeline.compare(content, Date.now());
      }
      if (
        lookedAt !== null &&
        Date.now() - lookedAt > MS_UNTIL_BEHIND &&
        store.state.freshness.state === 'live'
      )
        setFreshness('behind', 'The embedded AWS answers slowly. The page can be behind.');
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, MS_BETWEEN_LOOKS);
        signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
      });
    }
  }

  async function upload(name: string, bytes: Uint8Array, damaged = false): Promise<CommandResult> {
    const { may } = store.state;
    const { bucket } = pipeline.layout;
    if (!may.upload.allowed || bucket === undefined)
      return refused(may.upload.allowed ? 'There is no bucket yet.' : may.upload.why);
    const path = uploadName(name, new Set(store.state.uploads.map(({ key }) => key)));
    questions.beforeUpload(path, damaged);
    const since = Date.now() - 1;
    const key = `ingest/${path}`;
    await act.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }),
    );
    const seen = async () =>
      store.state.uploads.findLast((one) => one.key === key && one.startedAt >= since)?.id;
    const uploadId = await poll(seen, { milliseconds: 3000, pauseMs: 20 });
    return { ok: true, words: `Uploaded ${path}.`, ...(uploadId !== undefined && { uploadId }) };
  }

  async function run(asked: Command): Promise<CommandResult> {
    switch (asked.type) {
      case 'sample': {
        const { name, bytes } = samplePicture();
        return asked.which === 'broken'
          ? upload('broken.jpg', bytes.subarray(0, Math.floor(bytes.length / 3)), true)
          : upload(name, bytes);
      }
      case 'redrive':
        return store.state.may.redrive.allowed
          ? redrive(act, asked.branch && pipeline.layout.queues[asked.branch].deadLetters)
          : refused(store.state.may.redrive.why);
      case 'fault': {
        const result = await faults.set(asked.id, asked.on);
        const fault = faults.on.find(({ name }) => name === asked.id);
        if (result.ok && asked.on && fault) questions.afterFault(fault);
        return result;
      }
      case 'surprise':
        return faults.surprise();
      case 'hint':
        return faults.hint();
      case 'reveal':
        return faults.reveal();
      case 'undo-faults':
        return faults.undoAll();
      case 'grade':
        if (asked.probe && !store.state.may.probe.allowed) return refused(store.state.may.probe.why);
        await grades.now(asked.probe ? 'probe' : 'read-only');
        return { ok: true, words: 'Graded.' };
      case 'clear':
        for (const { id, state } of store.state.uploads)
          if (state !== 'under-way') store.change({ type: 'upload-gone', uploadId: id });
        return { ok: true, words: 'Removed the finished uploads from the page.' };
    }
  }

  async function hop(id: string) {
    return hopDetail(store.state, id, records.get(id));
  }

  const following = start().catch((error: unknown) => {
    setFreshness('offline', `The page stopped following: ${cleanText(String(error))}`);
  });
  return {
    source: {
      ...{ store, now: Date.now, hop, picture: pictures.serve, recording: recorder.text },
      command: (asked) => run(asked).catch(notDone),
      upload: (name, bytes) => upload(name, bytes).catch(notDone),
    },
    recordTo: recorder.toFile,
    async close() {
      ending.abort();
      recorder.close();
      questions.close();
      grades.close();
      await following;
    },
  };
}

interface ObjectSeen {
  bucket: string;
  key: string;
  uploadId: string;
  branch: Parameters<Parameters<typeof makePipeline>[0]['onObject']>[0]['branch'];
}

function refused(problem: string): CommandResult {
  return { ok: false, problem, fix: 'Nothing was changed.' };
}

/** An error of AWS, in its own words. */
export function notDone(error: unknown): CommandResult {
  const problem = cleanText(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  return {
    ok: false,
    problem: problem.slice(0, 500),
    fix: 'See the calls to AWS on this page, and the grade.',
  };
}
