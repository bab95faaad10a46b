import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Aws } from '../../aws/clients.ts';
import { Failure } from '../../cli/failure.mjs';
import {
  type ForEachOutput,
  functionNameOf,
  isOfLab,
  mapOutputs,
  type OutputName,
  outputId,
  queueName,
} from '../../lab/output-names.ts';
import { type Seen, see } from '../seen.ts';
import { nameOfArn } from './place.ts';

/** The names of the lab's resources, from the outputs of a stack that template.yaml made. */
export interface StackNames {
  topicArn: string;
  bucket: string;
  queues: ForEachOutput<string>;
  functions: ForEachOutput<string>;
}

/** Reads the outputs of a stack. @throws Failure when the stack does not exist, or is not one of this lab. */
export async function readStack({ cloudFormation }: Aws, stack: string): Promise<Seen<StackNames>> {
  const seen = await see('cloudformation:DescribeStacks', async () => {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  });
  if (seen.kind === 'unreadable' && /does not exist/.test(seen.trouble.message)) {
    throw failure(
      'no-such-stack',
      `Expected a stack named '${stack}', but this account has none in this region.`,
    );
  }
  return seen.kind === 'found' ? { kind: 'found', value: namesIn(seen.value, stack) } : seen;
}

function namesIn(outputs: ReadonlyMap<string, string>, stack: string): StackNames {
  const read = (key: string): string => {
    const value = outputs.get(key);
    if (value) return value;
    throw failure(
      'not-the-labs-stack',
      `Expected the lab's stack, but the stack '${stack}' has no output '${key}'.`,
    );
  };
  // A stack of an older template may lack an output that the lab does not ask for.
  const readOutput = (name: OutputName, key: string, usual: string) =>
    isOfLab(name) ? read(key) : (outputs.get(key) ?? usual);
  return {
    topicArn: read('TopicArn'),
    bucket: read('BucketName'),
    queues: mapOutputs((name) => nameOfArn(readOutput(name, `${outputId(name)}QueueUrl`, queueName(name)))),
    functions: mapOutputs((name) => readOutput(name, `${functionNameOf(name)}Name`, functionNameOf(name))),
  };
}

function failure(code: string, problem: string): Failure {
  const fix = 'aws cloudformation describe-stacks --query "Stacks[].StackName"   # or leave --stack out';
  return new Failure({ code, problem, fix });
}
