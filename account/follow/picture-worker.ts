/**
 * This thread does slow work with pictures. It also contains the damage that a learner's picture can do to its
 * decoder.
 */
import { parentPort } from 'node:worker_threads';
import { startVips } from '../../functions/pipeline/vips.ts';
import { drawCheckPicture } from './check-picture.ts';
import { type DecodedPicture, decodePicture } from './decode-picture.ts';

/** A request to the thread. */
export type PictureRequest = { kind: 'draw'; leastEdge: number } | { kind: 'decode'; bytes: Uint8Array };

/** The thread's answer; `bytes` is the picture itself. */
export interface PictureAnswer {
  bytes: Uint8Array;
  picture: DecodedPicture;
}

const vips = await startVips();

// Starting can take a while on a busy machine, which is not the fault of a picture.
parentPort?.postMessage('ready');

parentPort?.on('message', (request: PictureRequest) => {
  const bytes = request.kind === 'draw' ? drawCheckPicture(vips, request.leastEdge) : request.bytes;
  parentPort?.postMessage({ bytes, picture: decodePicture(vips, bytes) } satisfies PictureAnswer);
});
