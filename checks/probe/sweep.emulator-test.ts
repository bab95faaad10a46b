/**
 * Tests on the embedded AWS with functions that write more than the lab asks for. The probe must remove all of it.
 */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import type { LabOutput } from '../../lab/output-names.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { samplePicture } from '../../local/pictures.ts';
import { putFault } from '../../solve/faults/changes.ts';
import type { Fault } from '../../solve/labs/code/faulty-handler.ts';
import { type BuiltLab, buildLab } from '../../solve/labs/hand-built-lab.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import { createBucket, putObject } from '../../solve/labs/storage.ts';
import { gradeAccount } from '../grade-account.ts';
import { listVersions } from './remove-objects.ts';

let endpoint: string;
let zips: BuiltLab['zips'];

before(async () => {
  zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'sweep-test' }));
});
after(stopAllLeashed);

describe('the probe leaves the bucket as it was', () => {
  const cases: readonly [fault: Fault, ends: readonly LabOutput[], versions?: 'Enabled'][] = [
    ['writes-to-ingest-too', ['thumbnail']],
    ['writes-to-ingest-too', ['thumbnail', 'mobile']],
    ['writes-to-ingest-too-by-its-name', ['mobile']],
    ['replaces-the-upload-too', ['thumbnail']],
    ['archives-by-its-name', ['thumbnail', 'mobile']],
    ['archives-by-another-name', ['thumbnail', 'mobile']],
    ['archives-by-another-name', ['mobile'], 'Enabled'],
  ];
  for (const [index, [fault, ends, versions]] of cases.entries()) {
    it(`when ${ends.join(' and ')} ${fault}${versions ? ', with versions' : ''}`, async () => {
      const lab = await labWith(String(200_000_000_001 + index), fault, ends);
      if (versions) await keepVersions(lab);
      const earlier = await list(lab);
      const { grade } = await gradeAccount(lab.aws, { readOnly: false, seconds: 20, say: () => {} });
      await sleep(1500);
      assert.deepEqual(await list(lab), earlier);
      assert.deepEqual(
        grade.leftovers.filter((one) => one.startsWith('s3:')),
        [],
      );
    });
  }
});

it('the probe also removes what a function writes to another bucket', async () => {
  const lab = await labWith('200000000077', 'archives-in-another-bucket', ['mobile']);
  const archive = { ...lab, bucket: await createBucket(lab.aws, `${lab.bucket}-archive`, LOCAL_REGION) };
  await putObject(lab.aws, archive.bucket, 'mine.txt', Buffer.from('mine'));
  const earlier = await list(archive);
  const { grade } = await gradeAccount(lab.aws, { readOnly: false, seconds: 20, say: () => {} });
  assert.equal(grade.score, 100);
  assert.deepEqual([await list(archive), grade.leftovers], [earlier, []]);
});

it('the probe reports a loop that is already running, and does not upload into it', async () => {
  const lab = await labWith('200000000088', 'writes-to-ingest-too', ['thumbnail']);
  // Several pictures, so that a new copy appears at any moment.
  for (const name of ['cat', 'dog', 'owl', 'bee', 'fox'])
    await putObject(lab.aws, lab.bucket, `ingest/${name}.jpg`, samplePicture().bytes);
  // A cold start takes a while, and the loop must be running.
  while ((await list(lab)).filter((id) => id.startsWith('ingest/')).length < 20) await sleep(100);
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const { grade } = await gradeAccount(lab.aws, { readOnly: false, seconds: 20, say });
  await putFault(lab, 'thumbnail', 'archives-by-its-name');
  const steps = grade.tasks.flatMap((task) => task.steps);
  assert.match(steps.find(({ id }) => id === '7.2.thumbnail')?.hint ?? '', /This is a loop. CreateThumbnail/);
  assert.ok(!said.some((line) => line.startsWith('Uploading')), said.join());
});

it('a new object that is not of the picture stays, and is named', async () => {
  const lab = await labWith('200000000099', 'archives-by-its-name', ['thumbnail']);
  const say = (line: string) => {
    if (line.startsWith('Uploading'))
      void putObject(lab.aws, lab.bucket, 'notes/mine.txt', Buffer.from('mine'));
  };
  const { grade } = await gradeAccount(lab.aws, { readOnly: false, seconds: 20, say });
  assert.match(
    grade.leftovers.join(),
    /^s3:\/\/[^,]*\/notes\/mine\.txt \(new, perhaps not from the grader\)$/,
  );
  assert.ok((await list(lab)).some((id) => id.startsWith('notes/mine.txt')));
});

async function labWith(account: string, fault: Fault, ends: readonly LabOutput[]): Promise<BuiltLab> {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  const aws: Aws = connect({ endpoint, region: LOCAL_REGION, credentials });
  const lab = await buildLab(aws, { account, region: LOCAL_REGION, zips });
  for (const end of ends) await putFault(lab, end, fault);
  return lab;
}

async function keepVersions({ aws, bucket }: BuiltLab): Promise<void> {
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await aws.s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
}

async function list({ aws, bucket }: BuiltLab): Promise<string[]> {
  const { versions } = await listVersions(aws, { bucket, prefix: '' });
  return versions.map(({ id }) => id).sort();
}
