import { quoteForShell } from '../local/by-hand/aws-command.ts';

/** A call of the SDK. */
export interface Call {
  /** Such as `SNSClient`. */
  client: string;
  /** Such as `CreateTopicCommand`. */
  command: string;
  input: Readonly<Record<string, unknown>>;
}

/** What the AWS CLI calls the services of the lab. */
const SERVICES: Readonly<Record<string, string>> = {
  SNSClient: 'sns',
  SQSClient: 'sqs',
  S3Client: 's3api',
  IAMClient: 'iam',
  LambdaClient: 'lambda',
};

/** Options whose names in the CLI differ from the API, because another option has that name. */
const RENAMED: Readonly<Record<string, string>> = { 'SubscribeCommand.Endpoint': 'NotificationEndpoint' };

/**
 * Renders a call as a command of the AWS CLI, ready to paste into bash or zsh.
 * @param fileOf returns the file with these bytes, because a command line cannot contain them.
 * @throws Error for a service that the lab does not use.
 * @example
 * cliCommand({ client: 'SNSClient', command: 'CreateTopicCommand', input: { Name: 'a' } }, () => '');
 * // 'aws sns create-topic --name a'
 */
export function cliCommand(call: Call, fileOf: (bytes: Uint8Array) => string): string {
  const service = SERVICES[call.client];
  if (service === undefined) throw new Error(`Expected a client of the lab, found ${call.client}.`);
  const words = ['aws', service, kebab(call.command.replace(/Command$/, ''))].join(' ');
  const options = Object.entries(flat(call.input)).map(([name, value]) =>
    option(RENAMED[`${call.command}.${name}`] ?? name, value, fileOf),
  );
  const oneLine = [words, ...options].join(' ');
  return oneLine.length <= 80 ? oneLine : [words, ...options.map((text) => `  ${text}`)].join(' \\\n');
}

/** The code of a function is an option of its own, `--zip-file`. */
function flat({ Code, ...input }: Call['input']): Record<string, unknown> {
  const given = Object.entries({ ...input, ...(typeof Code === 'object' ? Code : {}) });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function option(name: string, value: unknown, fileOf: (bytes: Uint8Array) => string): string {
  const flag = `--${kebab(name)}`;
  if (value === true) return flag;
  if (value === false) return `--no-${kebab(name)}`;
  if (value instanceof Uint8Array) {
    // The body of an object may be left out. The CLI reads it as bytes, without `fileb://`.
    if (name === 'Body')
      return value.length === 0 ? '--content-length 0' : `${flag} ${quoteForShell(fileOf(value))}`;
    return `${flag} fileb://${quoteForShell(fileOf(value))}`;
  }
  if (typeof value === 'object') return `${flag} ${quoteForShell(JSON.stringify(value))}`;
  // A text that begins with a dash, or an empty one, needs its quotes.
  return `${flag} ${quoteForShell(String(value))}`;
}

/** `create-event-source-mapping` for `CreateEventSourceMapping`. */
function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2').toLowerCase();
}
