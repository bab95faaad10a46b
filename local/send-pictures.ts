import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Arrival, followUpload, type Journey } from './journey.ts';
import { localClients } from './local-aws.ts';
import type { LocalPicture } from './pictures.ts';
import { showStep } from './progress.ts';
import type { RunningLab } from './running-lab.ts';
import { root } from './set-up/project.mjs';
import { createJourneyReport } from './start-report.ts';

/** Where outputs are saved, as `<folder>/<picture>`. */
const OUT = path.join(root, 'out');

/** Sends each picture through the lab, saves its outputs and prints what became of it. @returns whether all arrived. */
export async function sendPictures(lab: RunningLab, pictures: readonly LocalPicture[]): Promise<boolean> {
  const { s3, logs } = localClients(lab.endpoint);
  const renderJourney = await createJourneyReport();
  let succeeded = true;
  for (const { name, bytes } of pictures) {
    const journey = await showStep(`Upload ${name}, wait for both outputs`, () =>
      followUpload({ s3, logs, bucket: lab.bucket, path: name, bytes }),
    );
    console.log(`\n${renderJourney({ ...journey, original: bytes, files: saveOutputs(journey, name) })}\n`);
    succeeded &&= journey.arrivals.every((arrival) => arrival.kind === 'made');
  }
  return succeeded;
}

/** @returns paths from the project's folder, by output folder. */
function saveOutputs({ arrivals }: Journey, name: string): Partial<Record<Arrival['folder'], string>> {
  const made = arrivals.flatMap((arrival) => (arrival.kind === 'made' ? [arrival] : []));
  return Object.fromEntries(
    made.map(({ folder, jpeg }) => {
      const file = path.join(OUT, folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, jpeg);
      return [folder, path.relative(root, file)];
    }),
  );
}
