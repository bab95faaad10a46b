/** Task 6. */
import { samplePicture } from '../../../local/pictures.ts';
import { removeUpload } from '../changes.ts';
import type { BuiltLab } from '../hand-built-lab.ts';
import { putObject } from '../lab/storage.ts';
import type { Mutant } from '../set-up.ts';

export const uploadMutants: readonly Mutant[] = [
  {
    name: 'no-upload',
    mistake: 'No picture was uploaded.',
    apply: removeUpload,
    fails: ['6.upload'],
    hint: /there is no picture below ingest/,
  },
  uploadedAs('upload-as-jpeg', 'The picture was uploaded as HappyFace.jpeg.', 'ingest/HappyFace.jpeg'),
  uploadedAs(
    'upload-as-jpg-in-capitals',
    'The picture was uploaded as HappyFace.JPG.',
    'ingest/HappyFace.JPG',
  ),
  uploadedAs('upload-beside-the-folder', 'The picture was uploaded beside ingest/.', 'HappyFace.jpg'),
  uploadedAs(
    'upload-to-a-folder-in-capitals',
    'The picture was uploaded to Ingest/.',
    'Ingest/HappyFace.jpg',
  ),
];

function uploadedAs(name: string, mistake: string, key: string): Mutant {
  const apply = async (lab: BuiltLab) => {
    await removeUpload(lab);
    await putObject(lab.aws, lab.bucket, key, samplePicture().bytes);
  };
  return { name, mistake, apply, fails: ['6.upload'], hint: new RegExp(`there is ${key}`) };
}
