import { styleText } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { explainReport } from '../checks/report-line.ts';
import { startVips } from '../functions/pipeline/vips.ts';
import type { Arrival, Journey } from './journey.ts';
import { localVariables } from './local-aws.ts';
import type { RunningLab } from './running-lab.ts';

/** What an upload became, and where its outputs were saved. */
export interface SavedJourney extends Journey {
  original: Uint8Array;
  files: Partial<Record<Arrival['folder'], string>>;
}

/** Renders a table of the original and its outputs, and each function's REPORT line in words: 80 columns. */
export async function createJourneyReport(): Promise<(journey: SavedJourney) => string> {
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
    if (arrival.kind !== 'made') return [arrival.folder, '–', '–', arrival.kind];
    const { folder, jpeg, milliseconds } = arrival;
    return [folder, pixels(jpeg), jpeg.length.toLocaleString('en'), milliseconds.toFixed(0)];
  }

  /** `1600 × 1200`; `?` for what is no JPEG. */
  function pixels(jpeg: Uint8Array): string {
    try {
      using picture = vips.Image.jpegloadBuffer(jpeg);
      return `${picture.width} × ${picture.height}`;
    } catch {
      return '?';
    }
  }
}

function inWords(arrival: Arrival, files: SavedJourney['files']): string {
  const { functionName, folder, report } = arrival;
  switch (arrival.kind) {
    case 'failed':
      return `${styleText('red', '✗')} ${functionName} failed:\n${indented(arrival.reason)}`;
    case 'missing':
      return `${styleText('red', '✗')} ${functionName} made nothing within ${arrival.seconds} seconds. Its log may tell why.`;
    case 'made':
      return [
        `${styleText('green', '✓')} ${functionName} made ${files[folder]}`,
        `  It ${report ? explainReport(report) : 'has no REPORT line yet.'}`,
      ].join('\n');
  }
}

function indented(text: string): string {
  return wrapAnsi(text, 78).replace(/^/gm, '  ');
}

/** In what the embedded AWS is not like AWS, a sentence each: 80 columns. */
export function renderGaps(gaps: readonly string[]): string {
  return ['Where the embedded AWS is not like AWS:', ...gaps.map(indented)].join('\n');
}

/** What to do with a lab that is up, with the exact commands. */
export function renderNextSteps({ endpoint, bucket }: RunningLab): string {
  const variables = Object.entries(localVariables(endpoint)).map(
    ([name, value]) => `  export ${name}=${value}`,
  );
  return [
    styleText('bold', 'Try next, in another terminal:'),
    '  npm run check -- --local   # the grade of this lab',
    '  npm start -- my.jpg        # a picture of your own',
    '  npm run invoke -- CreateThumbnail events/picture.json   # with Docker',
    styleText('bold', 'With the AWS CLI (2.13 or newer, for AWS_ENDPOINT_URL):'),
    ...variables,
    `  export BUCKET=${bucket}`,
    '  aws s3 cp events/HappyFace.jpg s3://$BUCKET/ingest/me.jpg',
    '  aws s3 ls --recursive s3://$BUCKET',
    '  aws logs filter-log-events --log-group-name /image-lab/CreateThumbnail',
  ].join('\n');
}
