import { Worker } from 'node:worker_threads';
import { type DecodedPicture, notDecoded } from './decode-picture.ts';
import type { PictureAnswer, PictureRequest } from './picture-worker.ts';

/** Decodes bytes that a learner's function wrote. Never throws, whatever the bytes contain. */
export type Decode = (bytes: Uint8Array) => Promise<DecodedPicture>;

/** Does slow work with pictures in another thread, one request at a time. */
export interface PictureThread {
  /** Draws the probe's picture. @param leastEdge pixels of its longer edge. */
  draw(leastEdge: number): Promise<PictureAnswer>;
  decode: Decode;
  /** Stops the thread and all its requests. A later request starts a new thread. */
  end(): Promise<void>;
}

export interface ThreadOptions {
  /** Requests that compute longer are stopped; 15 by default. Every accepted picture takes far less. Read for each request. */
  seconds?: number;
}

let shared: PictureThread | undefined;

/** The thread of this process. It starts on first use, and does not keep the process alive. */
export function sharedPictureThread(): PictureThread {
  shared ??= openPictureThread();
  return shared;
}

/** Opens a thread for pictures. It starts at once, because that takes a moment. */
export function openPictureThread(options: ThreadOptions = {}): PictureThread {
  let started: Started | undefined = start();
  let last: Promise<unknown> = Promise.resolve();
  let ended = 0;

  /** Runs requests in turn, so that the time of one does not count for another. */
  function ask(request: PictureRequest): Promise<PictureAnswer> {
    const askedAt = ended;
    const answer = last.then(() => {
      if (askedAt !== ended) throw new Error('decoding it was stopped');
      return askNow(request);
    });
    last = answer.catch(() => {});
    return answer;
  }

  async function askNow(request: PictureRequest): Promise<PictureAnswer> {
    started ??= start();
    const asked = started;
    asked.worker.ref();
    try {
      await asked.ready;
      return await answerOf(asked.worker, request, (options.seconds ?? 15) * 1000);
    } catch (error) {
      if (started === asked) started = undefined;
      await asked.worker.terminate();
      throw error;
    } finally {
      asked.worker.unref();
    }
  }

  return {
    draw: (leastEdge) => ask({ kind: 'draw', leastEdge }),
    decode: (bytes) =>
      ask({ kind: 'decode', bytes }).then(
        ({ picture }) => picture,
        (error: Error) => notDecoded(bytes, error.message),
      ),
    async end() {
      const running = started?.worker;
      started = undefined;
      ended++;
      await running?.terminate();
    },
  };
}

/** The JavaScript heap is small. The memory of libvips is limited to 1 GB when it is compiled. */
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

interface Started {
  worker: Worker;
  /** Rejects when the thread could not start, or was stopped before. */
  ready: Promise<unknown>;
}

function start(): Started {
  const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { resourceLimits: LIMITS });
  worker.unref();
  // Errors are reported to the request that is running. Without a request, nobody needs them.
  worker.on('error', () => {});
  const { promise: ready, resolve, reject } = Promise.withResolvers<unknown>();
  worker.once('message', resolve).once('error', reject);
  worker.once('exit', () => reject(new Error('decoding it was stopped')));
  ready.catch(() => {});
  return { worker, ready };
}

/** @throws Error whose message is a clause that says why there is no answer. */
async function answerOf(
  worker: Worker,
  request: PictureRequest,
  milliseconds: number,
): Promise<PictureAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PictureAnswer>();
  const onMessage = (answer: PictureAnswer) => resolve(answer);
  const onError = (error: Error) => reject(new Error(`decoding it failed (${error.message})`));
  const onExit = () => reject(new Error('decoding it was stopped'));
  const computed = stopwatch();
  const timer = setInterval(() => {
    if (computed() > milliseconds) reject(new Error(`decoding it takes more than ${milliseconds / 1000} s`));
  }, 200);
  worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  worker.postMessage(request);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  }
}

/**
 * Measures the milliseconds for which this process could compute. While other programs have the processor, it stands still.
 * libvips computes in threads of its own, so only the process as a whole tells.
 */
function stopwatch(): () => number {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return Math.min(performance.now() - startedAt, (user + system) / 1000);
  };
}
