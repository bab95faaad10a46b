import { type Arrival, followUpload, type Journey } from './journey.ts';
import { localClients } from './local-aws.ts';
import type { LocalPicture } from './pictures.ts';
import { showStep } from './progress.ts';
import type { RunningLab } from './running-lab.ts';
import { saveOutput } from './saved-outputs.ts';
import { createJourneyReport } from './start-report.ts';

/** Sends each picture through the lab, saves its outputs and prints what became of it. @returns whether all arrived. */
export async function sendPictures(lab: RunningLab, pictures: readonly LocalPicture[]): Promise<boolean> {
  const { s3, logs, lambda } = localClients(lab.endpoint);
  const renderJourney = await createJourneyReport();
  let succeeded = true;
  for (const { name, bytes } of pictures) {
    const journey = await showStep(`Upload ${name}, wait for both outputs`, () =>
      followUpload({ s3, logs, lambda, bucket: lab.bucket, path: name, bytes }),
    );
    console.log(`\n${renderJourney({ ...journey, original: bytes, files: saveOutputs(journey, name) })}\n`);
    succeeded &&= journey.arrivals.every((arrival) => arrival.kind === 'made');
  }
  return succeeded;
}

/** @returns paths from the project's folder, by output folder. */
function saveOutputs({ arrivals }: Journey, name: string): Partial<Record<Arrival['folder'], string>> {
  const made = arrivals.flatMap((arrival) => (arrival.kind === 'made' ? [arrival] : []));
  return Object.fromEntries(made.map(({ folder, jpeg }) => [folder, saveOutput(`${folder}/${name}`, jpeg)]));
}
