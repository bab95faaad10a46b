import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws/clients.ts';
import type { ForEachLabOutput, LabOutput } from '../../lab/output-names.ts';
import { given } from './given.ts';
import { LAB_NAMES } from './names.ts';

export interface BuiltFunction {
  name: string;
  arn: string;
}

const DESCRIPTIONS: ForEachLabOutput<string> = {
  thumbnail: 'Create a thumbnail-sized image',
  mobile: 'Create a mobile friendly image',
};

/** Tasks 5.1 and 5.3, with the settings of 5.2 and 5.4 other than the trigger. */
export async function createFunction(
  { lambda }: Aws,
  end: LabOutput,
  { name, roleArn, zip }: { name: string; roleArn: string; zip: Uint8Array },
): Promise<BuiltFunction> {
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: roleArn,
      Handler: `${LAB_NAMES.functions[end]}.handler`,
      Description: DESCRIPTIONS[end],
      MemorySize: 512,
      Timeout: 30,
      Code: { ZipFile: zip },
    }),
  );
  return { name, arn: given(FunctionArn) };
}

/** Tasks 5.2 and 5.4. @returns the trigger's id. */
export async function createTrigger(
  { lambda }: Aws,
  FunctionName: string,
  EventSourceArn: string,
  changes: Partial<CreateEventSourceMappingCommandInput> = {},
): Promise<string> {
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, BatchSize: 1, ...changes }),
  );
  return given(UUID);
}
