import { connect } from '../account/connect.ts';
import type { Aws, AwsOptions } from '../aws/clients.ts';
import type { Call } from './cli-command.ts';

// biome-ignore lint/suspicious/noExplicitAny: each client has its own types for the values that pass through here
type Next = (args: any) => Promise<any>;

interface Stack {
  middlewareStack: {
    add(
      middleware: (next: Next, context: { clientName?: string; commandName?: string }) => Next,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

/** Calls that only read are not part of a solution. */
const READS = /^(Get|Head|List|Describe|Receive|Simulate)/;

/**
 * Connects to an account, and tells each call that changes something before it is sent.
 * @param answer returns an answer in place of AWS; the call is then not sent.
 */
export function connectNarrated(
  account: AwsOptions,
  tell: (call: Call) => void,
  answer?: (call: Call) => object,
): Aws {
  const aws = connect(account);
  for (const client of Object.values(aws)) {
    // All clients have this part of their interface.
    (client as unknown as Stack).middlewareStack.add(
      (next, { clientName = '', commandName = '' }) =>
        async (args) => {
          const call = { client: clientName, command: commandName, input: args.input };
          if (READS.test(commandName)) return next(args);
          tell(call);
          return answer === undefined ? next(args) : { output: answer(call), response: {} };
        },
      { step: 'initialize', name: 'narrated', priority: 'high' },
    );
  }
  return aws;
}
