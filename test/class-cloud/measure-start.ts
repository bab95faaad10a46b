import { execa } from 'execa';
import { BUNDLE_FOLDER } from '../../class/cloud/bundle.ts';
import { node24 } from '../../cli/project.mjs';

const TIMES = 7;

/** Loads the bundle in a fresh process, as Lambda does at a cold start. */
const PROGRAM = `
  process.env.BUCKET = 'none';
  process.env.AWS_REGION = 'eu-west-1';
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);
`;

/**
 * Measures the processor time of a start, from the start of the process until the handlers are loaded.
 * @returns the median in seconds. A function with 1,769 MB has one processor, so on a similar one it is also the time by the clock.
 */
export async function measureStart(): Promise<number> {
  const seconds: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const file = `${BUNDLE_FOLDER}/class/cloud/function.mjs`;
    const { stdout } = await execa(node24, ['--input-type=module', '--eval', PROGRAM, file]);
    seconds.push(Number(stdout));
  }
  return seconds.toSorted((one, other) => one - other)[Math.floor(TIMES / 2)] ?? Number.NaN;
}
