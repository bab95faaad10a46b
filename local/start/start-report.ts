import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { explainReport } from '../../account/logs/lambda-report.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { type ForEachOutput, functionNameOf } from '../../lab/output-names.ts';
import { DIFFERENCES, EMAIL_DIFFERENCE } from '../emulator/differences.ts';
import { localVariables } from '../local-aws.ts';
import type { Arrival, SentPicture } from '../send-picture.ts';
import type { RunningLab } from './running-lab.ts';

/** The outputs of an upload and the files in which they were saved. */
export interface SavedPicture extends SentPicture {
  original: Uint8Array;
  files: Partial<ForEachOutput<string>>;
}

/** Renders a table of the original and its outputs, and explains each function's REPORT line. It fits in 80 columns. */
export async function createPictureReport(): Promise<(picture: SavedPicture) => string> {
  const vips = await startVips();
  return ({ key, original, arrivals, files }) => {
    const table = new Table({
      head: ['', 'pixels', 'bytes', 'ms from upload'],
      colAligns: ['left', 'right', 'right', 'right'],
      style: { compact: true, head: [], border: process.stdout.isTTY ? ['gray'] : [] },
    });
    table.push(['original', pixels(original), original.length.toLocaleString('en'), '']);
    table.push(...arrivals.map(arrivalRow));
    return [
      styleText('bold', key),
      table.toString(),
      ...arrivals.map((arrival) => inWords(arrival, files)),
    ].join('\n');
  };

  function arrivalRow(arrival: Arrival): string[] {
    if (arrival.kind !== 'made') return [arrival.output, '–', '–', arrival.kind];
    const { output, jpeg, milliseconds } = arrival;
    return [output, pixels(jpeg), jpeg.length.toLocaleString('en'), milliseconds.toFixed(0)];
  }

  /** Returns the size, such as `1600 × 1200`, or `?` when the bytes are not a JPEG. */
  function pixels(jpeg: Uint8Array): string {
    try {
      using picture = vips.Image.jpegloadBuffer(jpeg);
      return `${picture.width} × ${picture.height}`;
    } catch {
      return '?';
    }
  }
}

function inWords(arrival: Arrival, files: SavedPicture['files']): string {
  const { output, report } = arrival;
  const functionName = functionNameOf(output);
  switch (arrival.kind) {
    case 'failed':
      return `${styleText('red', '✗')} ${functionName} failed:\n${indented(arrival.reason)}`;
    case 'missing':
      return `${styleText('red', '✗')} ${functionName} wrote no output within ${arrival.seconds} seconds. See its log.`;
    case 'made':
      return [
        `${styleText('green', '✓')} ${functionName} made ${files[output]}`,
        `  It ${report ? explainReport(report) : 'has not logged a REPORT line yet.'}`,
      ].join('\n');
  }
}

function indented(text: string): string {
  return wrapAnsi(text, 78).replace(/^/gm, '  ');
}

/** Lists the differences between the embedded AWS and AWS. It fits in 80 columns. */
export function renderDifferences(
  differences: readonly string[] = [EMAIL_DIFFERENCE, ...DIFFERENCES],
): string {
  const items = differences.map((difference) => wrapAnsi(`- ${difference}`, 76).replaceAll('\n', '\n    '));
  return ['The embedded AWS differs from AWS:', ...items.map((item) => `  ${item}`)].join('\n');
}

/**
 * Lists shell commands that undo the user's own settings of AWS and of a proxy, as far as they would affect the printed
 * commands. Returns an empty list without such settings.
 */
export function ownSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  const given = Object.keys(localVariables(''));
  const bending = Object.keys(env).filter((name) => BENDING.test(name) && !given.includes(name));
  const proxies = Object.keys(env).some((name) => /^https?_proxy$|^all_proxy$/i.test(name));
  return [
    ...(bending.length > 0 ? [`unset ${bending.join(' ')}`] : []),
    ...(existsSync(configurationFile(env)) ? ['export AWS_CONFIG_FILE=/dev/null'] : []),
    ...(proxies ? [`export NO_PROXY=${env.NO_PROXY ?? '127.0.0.1,localhost'}`] : []),
  ];
}

/** Variables that choose another endpoint, other credentials or another region than the printed ones. */
const BENDING =
  /^AWS_(ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_(FIPS|DUALSTACK)_ENDPOINT|(DEFAULT_)?PROFILE|SESSION_TOKEN|REGION)$/;

function configurationFile(env: NodeJS.ProcessEnv): string {
  return env.AWS_CONFIG_FILE ?? path.join(homedir(), '.aws/config');
}

/** Lists commands to try with a running lab. */
export function renderNextSteps({ endpoint, bucket }: RunningLab): string {
  const variables = Object.entries(localVariables(endpoint)).map(
    ([name, value]) => `  export ${name}=${value}`,
  );
  return [
    styleText('bold', 'Try next, in another terminal:'),
    '  npm run check -- --local   # grade this lab',
    '  npm start -- my.jpg        # upload your own picture',
    '  npm run invoke -- CreateThumbnail events/picture.json   # needs Docker',
    styleText('bold', 'With SAM or the AWS CLI (2.13 or newer, which reads AWS_ENDPOINT_URL):'),
    ...variables,
    ...ownSettings().map((line) => `  ${line}`),
    `  export BUCKET=${bucket}`,
    '  aws s3 cp events/HappyFace.jpg s3://$BUCKET/ingest/me.jpg',
    '  aws s3 ls --recursive s3://$BUCKET',
    '  aws logs filter-log-events --log-group-name /image-lab/CreateThumbnail',
  ].join('\n');
}
