import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws.ts';
import type { End, ForEachEnd } from '../../facts.ts';
import { given } from './given.ts';

export interface BuiltFunction {
  name: string;
  arn: string;
}

export const FUNCTION_NAMES: ForEachEnd<string> = {
  thumbnail: 'CreateThumbnail',
  mobile: 'CreateMobileImage',
};

const DESCRIPTIONS: ForEachEnd<string> = {
  thumbnail: 'Create a thumbnail-sized image',
  mobile: 'Create a mobile friendly image',
};

/** Tasks 5.1 and 5.3, and what 5.2 and 5.4 set beside the trigger. */
export async function createFunction(
  { lambda }: Aws,
  end: End,
  roleArn: string,
  zip: Uint8Array,
): Promise<BuiltFunction> {
  const name = FUNCTION_NAMES[end];
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: roleArn,
      Handler: `${name}.handler`,
      Description: DESCRIPTIONS[end],
      MemorySize: 512,
      Timeout: 30,
      Code: { ZipFile: zip },
    }),
  );
  return { name, arn: given(FunctionArn) };
}

/** Tasks 5.2 and 5.4. @returns the trigger's id. */
export async function createTrigger({ lambda }: Aws, end: End, queueArn: string): Promise<string> {
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: FUNCTION_NAMES[end],
      EventSourceArn: queueArn,
      BatchSize: 1,
    }),
  );
  return given(UUID);
}
