import { PutObjectCommand } from '@aws-sdk/client-s3';
import { connect } from '../../account/connect.ts';
import { findPlace } from '../../account/observe/place.ts';
import { whyUnreachable } from '../../account/why-unreachable.ts';
import type { AwsOptions } from '../../aws/clients.ts';
import { troubleOf } from '../../aws/trouble.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { Command, CommandResult } from '../command.ts';
import { emptyState } from '../empty-state.ts';
import { applyFacts } from '../live/apply-facts.ts';
import { makeGradeKeeper } from '../live/grade-keeper.ts';
import { hopDetail } from '../live/hop-details.ts';
import { type LivePage, notDone } from '../live/live-page.ts';
import { makePictures } from '../live/pictures.ts';
import { redrive } from '../live/redrive.ts';
import { uploadName } from '../live/upload-name.ts';
import { makeHopRecords } from '../model/hop-records.ts';
import { layoutOf } from '../model/layout.ts';
import { makeUploads } from '../model/uploads.ts';
import { makeRecorder } from '../recorder.ts';
import type { Freshness, PageState } from '../state.ts';
import { makeStore } from '../store.ts';
import { makeAccountLook } from './account-look.ts';
import { makeCallLimit } from './call-limit.ts';

/** The most calls to AWS in a minute. */
const MOST_CALLS = 120;
const MS_BETWEEN_LOOKS = 15_000;

interface AccountOptions {
  profile?: string;
  write: boolean;
}

/**
 * Follows an account of AWS. It sees what queues, objects and logs tell, in a look every 15 seconds.
 * @throws Failure when AWS cannot be reached.
 */
export async function openAccountPage(account: AwsOptions, options: AccountOptions): Promise<LivePage> {
  const unlimited = connect({ ...account, userAgent: 'image-lab-page' });
  const seen = await findPlace(unlimited);
  if (seen.kind !== 'found') {
    const trouble = seen.kind === 'unreadable' ? seen.trouble : troubleOf(new Error(seen.kind), 'sts');
    const { profile } = options;
    throw (
      whyUnreachable(trouble, { local: false, command: 'page', ...(profile !== undefined && { profile }) }) ??
      new Error(trouble.message)
    );
  }
  const ending = new AbortController();
  const { signal } = ending;
  const limit = makeCallLimit(MOST_CALLS, signal, showRate);
  const aws = limit.limit(unlimited);
  const place = `Account ${seen.value.account} in ${seen.value.region}`;
  const store = makeStore(emptyState('account', place));
  const records = makeHopRecords();
  const uploads = makeUploads(store, records);
  const pictures = makePictures(aws);
  const hop = async (id: string) => hopDetail(store.state, id, records.get(id));
  const recorder = makeRecorder(store, { hop, picture: pictures.small });
  const grades = makeGradeKeeper({
    ...{ store, aws, quietMs: 5000, isBusy: () => false },
    onFacts(facts, grade) {
      applyFacts(store, facts, grade, Date.now());
      setAbilities();
    },
  });
  const look = makeAccountLook({ store, aws, uploads, pictures, facts: () => grades.facts });

  let isRateDue = false;
  function showRate(): void {
    // Many calls in a row are shown once.
    if (isRateDue) return;
    isRateDue = true;
    setTimeout(() => {
      isRateDue = false;
      store.change({ type: 'rate', rate: limit.rate() });
    }, 500).unref();
  }

  function setAbilities(): void {
    const no = (why: string) => ({ allowed: false, why }) as const;
    const yes = { allowed: true } as const;
    const writes = options.write
      ? yes
      : no('This page only looks. Start it with --write to change something.');
    const hasBucket = layoutOf(grades.facts).bucket !== undefined;
    const may: PageState['may'] = {
      upload: hasBucket ? writes : no('There is no bucket yet (task 3.2).'),
      ...{ redrive: writes, grade: yes, probe: writes },
      faults: no('Faults can be switched only on the embedded AWS.'),
    };
    store.change({ type: 'may', may });
  }

  function setFreshness(state: Freshness['state'], words: string, lookedAt: number | null): void {
    store.change({ type: 'freshness', freshness: { state, words, lookedAt } });
  }

  async function follow(): Promise<void> {
    await grades.now('read-only');
    while (!signal.aborted) {
      try {
        await look();
        setFreshness('live', 'The page looks every 15 seconds.', Date.now());
      } catch (error) {
        if (signal.aborted) return;
        const { kind, message } = troubleOf(error, 'the look');
        const state = kind === 'network' || kind === 'timeout' ? 'offline' : 'behind';
        setFreshness(state, cleanText(message).slice(0, 300), store.state.freshness.lookedAt);
      }
      await new Promise((resolve) => {
        const next = setTimeout(resolve, MS_BETWEEN_LOOKS);
        signal.addEventListener('abort', () => resolve(clearTimeout(next)), { once: true });
      });
    }
  }

  async function upload(name: string, bytes: Uint8Array): Promise<CommandResult> {
    const { upload: may } = store.state.may;
    const { bucket } = layoutOf(grades.facts);
    if (!may.allowed || bucket === undefined)
      return refused(may.allowed ? 'There is no bucket yet.' : may.why);
    const path = uploadName(name, new Set(store.state.uploads.map(({ key }) => key)));
    const put = { Bucket: bucket, Key: `ingest/${path}`, Body: bytes, ContentType: 'image/jpeg' };
    await aws.s3.send(new PutObjectCommand(put));
    return { ok: true, words: `Uploaded ${path}. The next look shows it.` };
  }

  async function run(command: Command): Promise<CommandResult> {
    const { may } = store.state;
    switch (command.type) {
      case 'grade':
        if (command.probe && !may.probe.allowed) return refused(may.probe.why);
        await grades.now(command.probe ? 'probe' : 'read-only');
        return { ok: true, words: 'Graded.' };
      case 'redrive': {
        const { queues } = layoutOf(grades.facts);
        const only = command.branch && queues[command.branch].deadLetters;
        return may.redrive.allowed ? redrive(aws, only) : refused(may.redrive.why);
      }
      case 'clear':
        for (const { id } of store.state.uploads) store.change({ type: 'upload-gone', uploadId: id });
        return { ok: true, words: 'Removed the uploads from the page.' };
      default:
        return refused(may.faults.allowed ? 'The page does not do this here.' : may.faults.why);
    }
  }

  const following = follow().catch(() => {});
  return {
    source: {
      ...{ store, now: Date.now, hop, picture: pictures.serve, recording: recorder.text },
      command: (command) => run(command).catch(notDone),
      upload: (name, bytes) => upload(name, bytes).catch(notDone),
    },
    recordTo: recorder.toFile,
    async close() {
      ending.abort();
      recorder.close();
      grades.close();
      await following;
    },
  };
}

function refused(problem: string): CommandResult {
  return { ok: false, problem, fix: 'Nothing was changed.' };
}
