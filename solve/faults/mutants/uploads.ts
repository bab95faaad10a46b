/** Task 6. */

import { namePicture } from '../../../account/follow/picture-name.ts';
import { samplePicture } from '../../../local/pictures.ts';
import type { BuiltLab } from '../../labs/hand-built-lab.ts';
import { putObject } from '../../labs/storage.ts';
import { removeUpload } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const uploadMutants: readonly Mutant[] = [
  {
    name: 'no-upload',
    mistake: 'No picture was uploaded.',
    apply: removeUpload,
    fails: ['6.upload'],
    hint: /has no picture in ingest/,
  },
  {
    name: 'upload-left-by-the-probe',
    mistake: 'No picture was uploaded, and a picture that the probe could not remove still exists.',
    apply: async (lab) => {
      await removeUpload(lab);
      await putObject(lab.aws, lab.bucket, namePicture().key, samplePicture().bytes);
    },
    fails: ['6.upload'],
    hint: /has no picture in ingest.*except those that the grader's own probe left there/,
  },
  uploadedAs('upload-as-jpeg', 'The picture was uploaded as HappyFace.jpeg.', 'ingest/HappyFace.jpeg'),
  uploadedAs(
    'upload-as-jpg-in-capitals',
    'The picture was uploaded as HappyFace.JPG.',
    'ingest/HappyFace.JPG',
  ),
  uploadedAs('upload-beside-the-folder', 'The picture was uploaded outside ingest/.', 'HappyFace.jpg'),
  uploadedAs(
    'upload-to-a-folder-in-capitals',
    'The picture was uploaded to Ingest/ instead of ingest/.',
    'Ingest/HappyFace.jpg',
  ),
];

function uploadedAs(name: string, mistake: string, key: string): Mutant {
  const apply = async (lab: BuiltLab) => {
    await removeUpload(lab);
    await putObject(lab.aws, lab.bucket, key, samplePicture().bytes);
  };
  return { name, mistake, apply, fails: ['6.upload'], hint: new RegExp(`Found ${key}`) };
}
