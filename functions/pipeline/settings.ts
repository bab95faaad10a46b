/** The outputs of one function and their folder. */
export interface OutputSettings {
  /** Key prefix of the outputs with a slash at the end: `thumbnail/`. */
  outputPrefix: string;
  /** Largest width and height of the output in pixels. */
  maxSize: number;
  /** JPEG quality, 1 to 100. */
  quality: number;
  /** Pictures with more pixels are rejected. */
  maxPixels: number;
}

/**
 * Reads `MAX_SIZE` (pixels), `JPEG_QUALITY` (1 to 100) and `MAX_MEGAPIXELS` once, while the function starts. All are optional,
 * because a zip file that a learner uploads by hand has no environment variables.
 * @throws Error with the variable, the expected values and the value found.
 */
export function readSettings(
  defaults: Pick<OutputSettings, 'outputPrefix' | 'maxSize'>,
  environment: NodeJS.ProcessEnv,
): OutputSettings {
  return {
    outputPrefix: defaults.outputPrefix,
    maxSize: wholeNumber(environment, 'MAX_SIZE', { least: 1, most: 10_000, otherwise: defaults.maxSize }),
    quality: wholeNumber(environment, 'JPEG_QUALITY', { least: 1, most: 100, otherwise: 80 }),
    maxPixels: 1e6 * wholeNumber(environment, 'MAX_MEGAPIXELS', { least: 1, most: 1000, otherwise: 100 }),
  };
}

interface Range {
  least: number;
  most: number;
  otherwise: number;
}

function wholeNumber(
  environment: NodeJS.ProcessEnv,
  name: string,
  { least, most, otherwise }: Range,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(
    `The environment variable ${name} is '${text}': expected a whole number from ${least} to ${most}. ` +
      "Set it in the function's configuration, or remove it for the default.",
  );
}
