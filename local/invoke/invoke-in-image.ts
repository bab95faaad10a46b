import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { localEnvironment } from '../local-aws.ts';
import { runSam, type SamOutput } from '../sam/sam.ts';
import { ADD_HOST, withContainerAccess } from './container-access.ts';

export interface ImageInvocation {
  functionName: string;
  eventFile: string;
  /** Endpoint of the embedded AWS on this machine's loopback. */
  endpoint: string;
  /** The folder that `buildFunctions` filled. */
  buildFolder: string;
  onLine?: (line: string) => void;
}

/** The result of one invocation. */
export type Outcome = { log: string[] } & (
  | { kind: 'answered'; answer: string; failedMessages: string[] }
  | { kind: 'failed'; reason: string }
);

/**
 * Runs a function in the Lambda image with `sam local invoke`, against the embedded AWS. SAM sets only the variables that the
 * template declares, so a copy of the built template declares the endpoint.
 * @throws Failure when SAM cannot run the function. An error of the function itself is an outcome.
 */
export async function invokeInImage(options: ImageInvocation): Promise<Outcome> {
  const { functionName, eventFile, endpoint, buildFolder, onLine } = options;
  // The copy is next to the built template, because its paths are relative. Each invocation has its own copy.
  const template = path.join(buildFolder, `template-${process.pid}.json`);
  const variables = path.join(buildFolder, `variables-${process.pid}.json`);
  writeFileSync(template, declareEndpoint(path.join(buildFolder, 'template.yaml')));
  try {
    return await withContainerAccess(endpoint, async (AWS_ENDPOINT_URL) => {
      writeFileSync(variables, JSON.stringify({ Parameters: { AWS_ENDPOINT_URL } }));
      const args = [
        ...['local', 'invoke', functionName, '--template-file', template, '--event', eventFile],
        ...['--env-vars', variables, '--add-host', ADD_HOST, '--skip-pull-image'],
        // The image is for the processor of this machine. The artifact is the same for both architectures.
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
 * Parses the output of `sam local invoke`, whose exit status is always 0. Standard output has the function's response, and
 * standard error has the function's log after the messages of SAM.
 */
export function readOutcome({ stdout, stderr }: SamOutput): Outcome {
  const lines = stderr.split('\n').map((line) => line.trimEnd());
  const log = lines.slice(lines.findIndex((line) => line.startsWith('SAM_CONTAINER_ID')) + 1).filter(Boolean);
  const answer = stdout.trim();
  const timeout = lines.find((line) => line.includes('timed out after'));
  if (timeout !== undefined) return { kind: 'failed', reason: timeout, log };
  if (answer === '') return { kind: 'failed', reason: 'It returned no response.', log };
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

/** A function can return any value, even `null`. */
function parseAnswer(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return { errorMessage: `Its response is not JSON: ${text}` };
  }
}
