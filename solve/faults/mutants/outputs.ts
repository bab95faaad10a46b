/** Tasks 7.1 and 7.2: functions whose code does something wrong. */
import type { LabOutput } from '../../../lab/output-names.ts';
import type { Fault } from '../../labs/code/faulty-handler.ts';
import { CONSOLE_CODE, plainCode } from '../../labs/code/function-code.ts';
import { type BuiltLab, forEachLabOutput } from '../../labs/hand-built-lab.ts';
import { LAB_NAMES } from '../../labs/names.ts';
import { putFault, setCode, setFunction } from '../changes.ts';
import type { Mutant } from '../set-up.ts';

export const outputMutants: readonly Mutant[] = [
  {
    name: 'thumbnail-code-left-as-the-console-made-it',
    mistake: "CreateThumbnail still has the console's code, which answers Hello from Lambda.",
    apply: (lab) => setCode(lab, 'thumbnail', plainCode('thumbnail', CONSOLE_CODE)),
    fails: ['7.2.thumbnail'],
    hint: /nothing was written to thumbnail\/ for this upload/,
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
    mistake: 'CreateThumbnail has a timeout of 1 s, but it needs longer.',
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', plainCode('thumbnail', SLEEPS));
      await setFunction(lab, 'thumbnail', { Timeout: 1 });
    },
    fails: ['7.2.thumbnail'],
    hint: /stopped after its timeout of 1 s/,
  },
  {
    name: 'mobile-zip-and-handler-in-the-thumbnail-function',
    mistake: 'CreateThumbnail has the code and the handler of the other function.',
    apply: async (lab) => {
      await setCode(lab, 'thumbnail', lab.zips.mobile);
      await setFunction(lab, 'thumbnail', { Handler: 'CreateMobileImage.handler' });
    },
    fails: ['7.2.thumbnail'],
    hint: /nothing was written to thumbnail\/ for this upload/,
  },
  faulty('does-not-resize', 'thumbnail', 'only copies the picture.', /must fit within 128 × 128/),
  faulty('resizes-too-little', 'mobile', 'makes pictures of 1280 pixels.', /must fit within 640 × 640/),
  faulty('resizes-too-much', 'mobile', 'makes pictures of 160 pixels.', /much smaller than the 640 × 640/),
  faulty(
    'squeezes-into-a-square',
    'thumbnail',
    'makes every picture a square.',
    /not the shape of the upload/,
  ),
  faulty(
    'makes-a-grey-area',
    'thumbnail',
    'writes a plain grey picture.',
    /does not show the uploaded picture/,
  ),
  faulty('makes-it-negative', 'mobile', 'writes a negative.', /does not show the uploaded picture/),
  faulty('writes-a-png', 'mobile', 'writes a PNG to a key that ends in .jpg.', /is a PNG/),
  faulty('writes-a-text', 'thumbnail', 'writes text instead of a picture.', /cannot be decoded as a picture/),
  faulty(
    'writes-to-a-misspelt-folder',
    'thumbnail',
    'writes to thumbnails/.',
    /the key that the code writes to/,
  ),
  faulty('writes-beside-the-folder', 'mobile', 'writes outside mobile/.', /the key that the code writes to/),
  faulty('takes-the-key-as-it-comes', 'thumbnail', 'does not decode the key in the S3 event.', /NoSuchKey/),
  ...codeMutants(),
  looping('writes-to-ingest-too', 'thumbnail', 'also writes to ingest/, with a random name.'),
  looping(
    'writes-to-ingest-too-by-its-name',
    'mobile',
    'also writes to ingest/, with the name of the upload.',
  ),
  looping('replaces-the-upload-too', 'mobile', 'also overwrites the upload with its output.'),
  faulty(
    'shows-a-prepared-picture',
    'thumbnail',
    'writes a picture that was prepared for the grader.',
    /does not show the uploaded picture/,
  ),
  faulty(
    'works-for-the-former-probe-only',
    'mobile',
    "resizes pictures with the grader's former names, and copies all others.",
    /must fit within 640 × 640/,
  ),
  {
    name: 'functions-that-copy-and-set-max-size',
    mistake: 'Both functions copy the upload, and their MAX_SIZE is 2000.',
    apply: (lab) =>
      forEachLabOutput(async (end) => {
        await putFault(lab, end, 'does-not-resize');
        await setFunction(lab, end, { Environment: { Variables: { MAX_SIZE: '2000' } } });
      }),
    fails: ['7.2.thumbnail', '7.2.mobile'],
    hint: /must fit within (128 × 128|640 × 640)\. .*MAX_SIZE is 2000\b/,
  },
  {
    name: 'thumbnail-function-with-another-max-size',
    mistake: 'CreateThumbnail has a MAX_SIZE of 200, but no stack of this project sets it.',
    apply: (lab) => setFunction(lab, 'thumbnail', { Environment: { Variables: { MAX_SIZE: '200' } } }),
    fails: ['7.2.thumbnail'],
    hint: /must fit within 128 × 128\. .*MAX_SIZE is 200/,
  },
  lying('thumbnail'),
  lying('mobile'),
];

function faulty(fault: Fault, end: LabOutput, does: string, hint: RegExp): Mutant {
  return {
    name: `${end}-function-${fault}`,
    mistake: `The code of ${LAB_NAMES.functions[end]} ${does}`,
    apply: (lab: BuiltLab) => putFault(lab, end, fault),
    fails: [`7.2.${end}`],
    hint,
  };
}

/** The handler is right, but the code needs or does something wrong. */
function codeMutants(): Mutant[] {
  const handler = 'export const handler = async (event) => {';
  return [
    broken('thumbnail', 'needs-sharp', 'The code needs sharp, which is not in the zip.', {
      code: `import sharp from 'sharp';\n${handler} sharp(event); };`,
      hint: /Cannot find package 'sharp'.* npm install sharp/,
    }),
    broken('mobile', 'needs-the-old-sdk', 'The code needs version 2 of the AWS SDK.', {
      code: `import AWS from 'aws-sdk';\n${handler} new AWS.S3(); };`,
      hint: /Cannot find package 'aws-sdk'.* only version 3 of the AWS SDK/,
    }),
    broken(
      'mobile',
      'is-written-for-the-old-sdk',
      'The code calls .promise(), which only version 2 of the AWS SDK has.',
      {
        code: `${handler} const s3 = { getObject: () => ({}) }; await s3.getObject({}).promise(); };`,
        hint: /promise is not a function.* has no \.promise\(\)/,
      },
    ),
    broken(
      'thumbnail',
      'has-a-native-module-of-another-platform',
      'The native module in the zip is for another platform.',
      {
        code: `throw new Error('Could not load the "sharp" module using the linux-x64 runtime');\n${handler} };`,
        hint: /Could not load the "sharp" module.* for another platform/,
      },
    ),
    broken('thumbnail', 'lacks-a-file-of-its-own', 'A file that the code imports is not in the zip.', {
      code: `import { resize } from './lib/resize.mjs';\n${handler} resize(event); };`,
      hint: /needs its own file lib\/resize\.mjs/,
    }),
    broken('mobile', 'has-a-syntax-error', 'The code has a syntax error.', {
      code: `${handler} const x = ; };`,
      hint: /could not be loaded: Unexpected token ';'/,
    }),
    broken(
      'mobile',
      'is-common-js-in-an-es-module',
      'The code calls require() in a file that ends in .mjs.',
      {
        code: `const fs = require('node:fs');\n${handler} fs.readFileSync(event); };`,
        hint: /require is not defined in ES module scope.* \.cjs/,
      },
    ),
  ];
}

function broken(
  end: LabOutput,
  does: string,
  mistake: string,
  { code, hint }: { code: string; hint: RegExp },
): Mutant {
  return {
    name: `${end}-code-${does}`,
    mistake,
    apply: (lab) => setCode(lab, end, plainCode(end, code)),
    fails: [`7.2.${end}`],
    hint,
  };
}

function looping(fault: Fault, end: LabOutput, does: string): Mutant {
  return faulty(
    fault,
    end,
    does,
    new RegExp(`This is a loop. ${LAB_NAMES.functions[end]} also writes ingest/`),
  );
}

function lying(end: LabOutput): Mutant {
  const mistake = 'ignores the EXIF orientation, so photos from phones lie on their side.';
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
