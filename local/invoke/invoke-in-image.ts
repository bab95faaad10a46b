import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { localEnvironment } from '../local-aws.ts';
import { runSam, type SamOutput } from '../sam.ts';
import { ADD_HOST, withContainerAccess } from './container-access.ts';

export interface ImageInvocation {
  functionName: string;
  eventFile: string;
  /** Of the embedded AWS, on this machine's loopback. */
  endpoint: string;
  /** What `buildFunctions` made. */
  buildFolder: string;
  onLine?: (line: string) => void;
}

/** What came of one invocation. */
export type Outcome = { log: string[] } & (
  | { kind: 'answered'; answer: string; failedMessages: string[] }
  | { kind: 'failed'; reason: string }
);

/**
 * Runs a function in the Lambda image with `sam local invoke`, against the embedded AWS. SAM gives a function only those
 * variables that the template declares, so a copy of the built template declares the endpoint.
 * @throws Failure when SAM cannot run it; what the function itself does wrong is an outcome.
 */
export async function invokeInImage(options: ImageInvocation): Promise<Outcome> {
  const { functionName, eventFile, endpoint, buildFolder, onLine } = options;
  // Beside the built one, for its paths are relative; each invocation has its own.
  const template = path.join(buildFolder, `template-${process.pid}.json`);
  const variables = path.join(buildFolder, `variables-${process.pid}.json`);
  writeFileSync(template, declareEndpoint(path.join(buildFolder, 'template.yaml')));
  try {
    return await withContainerAccess(endpoint, async (AWS_ENDPOINT_URL) => {
      writeFileSync(variables, JSON.stringify({ Parameters: { AWS_ENDPOINT_URL } }));
      const args = [
        ...['local', 'invoke', functionName, '--template-file', template, '--event', eventFile],
        ...['--env-vars', variables, '--add-host', ADD_HOST, '--skip-pull-image'],
        // The image of the machine's own processor: the artifact is the same for both.
        ...['--parameter-overrides', `Architecture=${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`],
      ];
      return readOutcome(await runSam(args, { env: localEnvironment(endpoint), ...(onLine && { onLine }) }));
    });
  } finally {
    for (const file of [template, variables]) rmSync(file, { force: true });
  }
}

interface Template {
  Resources: Record<string, { Properties?: { Environment?: { Variables: Record<string, unknown> } } }>;
}

function declareEndpoint(templateFile: string): string {
  const template: Template = parse(readFileSync(templateFile, 'utf8'));
  for (const { Properties } of Object.values(template.Resources)) {
    if (Properties?.Environment) Properties.Environment.Variables.AWS_ENDPOINT_URL = '';
  }
  return JSON.stringify(template);
}

/**
 * Tells what `sam local invoke`, which ends with status 0 whatever the function did, printed: the function's answer
 * on standard output, and its log after SAM's own words on the other.
 */
export function readOutcome({ stdout, stderr }: SamOutput): Outcome {
  const lines = stderr.split('\n').map((line) => line.trimEnd());
  const log = lines.slice(lines.findIndex((line) => line.startsWith('SAM_CONTAINER_ID')) + 1).filter(Boolean);
  const answer = stdout.trim();
  const timeout = lines.find((line) => line.includes('timed out after'));
  if (timeout !== undefined) return { kind: 'failed', reason: timeout, log };
  if (answer === '') return { kind: 'failed', reason: 'It gave no answer.', log };
  return { ...readAnswer(answer), log };
}

function readAnswer(answer: string) {
  const { errorType, errorMessage, batchItemFailures = [] } = parseAnswer(answer);
  if (errorType !== undefined || errorMessage !== undefined)
    return { kind: 'failed', reason: [errorType, errorMessage].filter(Boolean).join(': ') } as const;
  const failedMessages = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { kind: 'answered', answer, failedMessages } as const;
}

interface Answer {
  errorType?: string;
  errorMessage?: string;
  batchItemFailures?: { itemIdentifier: string }[];
}

/** A function may answer with anything, such as nothing: `null`. */
function parseAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return { errorMessage: `Its answer is no JSON: ${text}` };
  }
}
