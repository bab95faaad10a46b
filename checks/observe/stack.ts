import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Failure } from '../../local/set-up/failure.mjs';
import type { Aws } from '../aws.ts';
import type { ForEachEnd, Seen } from '../facts.ts';
import { see } from '../trouble.ts';
import { nameOfArn } from './place.ts';

/** Names of the lab's things, as the outputs of a stack that was made from template.yaml give them. */
export interface StackNames {
  topicArn: string;
  bucket: string;
  queues: ForEachEnd<string>;
  functions: ForEachEnd<string>;
}

/**
 * Reads the outputs of a stack.
 * @throws Failure when there is no such stack, or it is not one of this lab.
 */
export async function readStack({ cloudFormation }: Aws, stack: string): Promise<Seen<StackNames>> {
  const seen = await see('cloudformation:DescribeStacks', async () => {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  });
  if (seen.kind === 'unreadable' && /does not exist/.test(seen.trouble.message)) {
    throw failure('no-such-stack', `There is no stack '${stack}' in this account and region.`);
  }
  return seen.kind === 'found' ? { kind: 'found', value: namesIn(seen.value, stack) } : seen;
}

function namesIn(outputs: ReadonlyMap<string, string>, stack: string): StackNames {
  const read = (key: string): string => {
    const value = outputs.get(key);
    if (value) return value;
    throw failure('not-the-labs-stack', `The stack '${stack}' has no output '${key}', as the lab's own has.`);
  };
  return {
    topicArn: read('TopicArn'),
    bucket: read('BucketName'),
    queues: { thumbnail: nameOfArn(read('ThumbnailQueueUrl')), mobile: nameOfArn(read('MobileQueueUrl')) },
    functions: { thumbnail: read('CreateThumbnailName'), mobile: read('CreateMobileImageName') },
  };
}

function failure(code: string, problem: string): Failure {
  const fix = 'aws cloudformation describe-stacks --query "Stacks[].StackName"   # or leave --stack out';
  return new Failure({ code, problem, fix });
}
