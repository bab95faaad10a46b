/** Tasks 7.1 and 7.2: functions whose code does not do what it should. */
import type { End } from '../../facts.ts';
import { putFault, setCode, setFunction } from '../changes.ts';
import type { Fault } from '../code/faulty-handler.ts';
import { CONSOLE_CODE, plainCode } from '../code/function-code.ts';
import type { BuiltLab } from '../hand-built-lab.ts';
import { LAB_NAMES } from '../lab/names.ts';
import type { Mutant } from '../set-up.ts';

export const outputMutants: readonly Mutant[] = [
  {
    name: 'thumbnail-code-left-as-the-console-made-it',
    mistake: "CreateThumbnail still has the console's code, which answers Hello from Lambda.",
    apply: (lab) => setCode(lab, 'thumbnail', plainCode('thumbnail', CONSOLE_CODE)),
    fails: ['7.2.thumbnail'],
    hint: /no picture of the upload's name came to be below thumbnail/,
  },
  {
    name: 'mobile-function-crashes',
    mistake: 'The code of CreateMobileImage throws an error.',
    apply: (lab) => setCode(lab, 'mobile', plainCode('mobile', CRASHES)),
    fails: ['7.2.mobile'],
    hint: /CreateMobileImage failed: .*reading 'bucket'/,
  },
  {
    name: 'thumbnail-function-times-out',
    mistake: 'CreateThumbnail has a timeout of 1 s and takes longer.',
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', plainCode('thumbnail', SLEEPS));
      await setFunction(lab, 'thumbnail', { Timeout: 1 });
    },
    fails: ['7.2.thumbnail'],
    hint: /its timeout/,
  },
  {
    name: 'mobile-zip-and-handler-in-the-thumbnail-function',
    mistake: "CreateThumbnail has the other function's code and handler.",
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', lab.zips.mobile);
      await setFunction(lab, 'thumbnail', { Handler: 'CreateMobileImage.handler' });
    },
    fails: ['7.2.thumbnail'],
    hint: /no picture of the upload's name came to be below thumbnail/,
  },
  faulty('does-not-resize', 'thumbnail', 'only copies the picture.', /should fit within 128 × 128/),
  faulty('resizes-too-little', 'mobile', 'makes pictures of 1280 pixels.', /should fit within 640 × 640/),
  faulty('resizes-too-much', 'mobile', 'makes pictures of 160 pixels.', /much smaller than the 640 × 640/),
  faulty(
    'squeezes-into-a-square',
    'thumbnail',
    'makes every picture a square.',
    /not the shape of the upload/,
  ),
  faulty('makes-a-grey-area', 'thumbnail', 'makes a grey area.', /does not show the picture/),
  faulty('makes-it-negative', 'mobile', 'makes a negative.', /does not show the picture/),
  faulty('writes-a-png', 'mobile', 'writes a PNG below the name of a JPEG.', /is a PNG/),
  faulty('writes-a-text', 'thumbnail', 'writes a text.', /no picture that can be decoded/),
  faulty('writes-to-a-misspelt-folder', 'thumbnail', 'writes to thumbnails/.', /which key it writes to/),
  faulty('writes-beside-the-folder', 'mobile', 'writes beside mobile/.', /which key it writes to/),
  faulty('takes-the-key-as-it-comes', 'thumbnail', "takes the key of S3's event undecoded.", /NoSuchKey/),
  lying('thumbnail'),
  lying('mobile'),
];

function faulty(fault: Fault, end: End, does: string, hint: RegExp): Mutant {
  return {
    name: `${end}-function-${fault}`,
    mistake: `The code of ${LAB_NAMES.functions[end]} ${does}`,
    apply: (lab: BuiltLab) => putFault(lab, end, fault),
    fails: [`7.2.${end}`],
    hint,
  };
}

function lying(end: End): Mutant {
  const mistake = 'loses the orientation: photos of phones lie on their side.';
  return {
    ...faulty('loses-the-orientation', end, mistake, /lies on its side/),
    fails: [`7.2.${end}-upright`],
  };
}

const CRASHES = `
export const handler = async (event) => {
  const { name } = event.Records[0].s3.bucket;
};`;

const SLEEPS = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 100_000));';
