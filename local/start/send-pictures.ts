import { Failure } from '../../cli/failure.mjs';
import { showStep } from '../../cli/progress.ts';
import type { ForEachOutput } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import { localClients } from '../local-aws.ts';
import type { LocalPicture } from '../pictures.ts';
import { saveOutput } from '../saved-outputs.ts';
import { type SentPicture, sendPicture } from '../send-picture.ts';
import type { RunningLab } from './running-lab.ts';
import { createPictureReport } from './start-report.ts';

/** Uploads each picture, saves its outputs and prints the result. @returns whether all outputs were made. */
export async function sendPictures(lab: RunningLab, pictures: readonly LocalPicture[]): Promise<boolean> {
  const { s3, logs, lambda } = localClients(lab.endpoint);
  const renderPicture = await createPictureReport();
  let succeeded = true;
  for (const { name, bytes } of pictures) {
    const sent = await showStep(`Upload ${name} and wait for its outputs`, () =>
      sendPicture({ s3, logs, lambda, bucket: lab.bucket, path: name, bytes }).catch((cause: unknown) =>
        notSent(name, lab, cause),
      ),
    );
    console.log(`\n${renderPicture({ ...sent, original: bytes, files: saveOutputs(sent, name) })}\n`);
    succeeded &&= sent.arrivals.every((arrival) => arrival.kind === 'made');
  }
  return succeeded;
}

/** Explains an error of AWS, such as a missing bucket. Any other error is a bug and keeps its stack. */
function notSent(name: string, { bucket, pid }: RunningLab, cause: unknown): never {
  if (!(cause instanceof Error && '$fault' in cause)) throw cause;
  const problem = `Could not upload ${name} to the bucket ${bucket} and read its outputs: ${cause.message} (${cause.name}).`;
  const fix = `npm start   # first stop the running lab (pid ${pid}) with Ctrl-C`;
  throw new Failure({ code: 'picture-not-sent', problem, fix }, { cause });
}

/** @returns paths relative to the project's folder, by output. */
function saveOutputs({ arrivals }: SentPicture, name: string): Partial<ForEachOutput<string>> {
  const made = arrivals.flatMap((arrival) => (arrival.kind === 'made' ? [arrival] : []));
  return Object.fromEntries(
    made.map(({ output, jpeg }) => [output, saveOutput(`${OUTPUTS[output].prefix}${name}`, jpeg)]),
  );
}
