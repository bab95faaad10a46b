import type { Lambda } from 'cloudform';
import type { BuildProperties } from './function-build.ts';
import type { Reference } from './intrinsics.ts';

type LambdaFunction = ConstructorParameters<typeof Lambda.Function>[0];
type Trigger = ConstructorParameters<typeof Lambda.EventSourceMapping>[0];

/**
 * The properties of `AWS::Serverless::Function` that this template uses. cloudform has no types for SAM's resources, but most of
 * these properties are those of CloudFormation's own function and trigger. `npm run validate` compares them with SAM's schema.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export interface FunctionProperties
  extends Pick<LambdaFunction, 'FunctionName' | 'Description' | 'Handler' | 'Runtime' | 'Architectures'>,
    Pick<LambdaFunction, 'MemorySize' | 'Timeout' | 'Environment'> {
  /** A folder of the project. `sam build` replaces it by what it has built. */
  CodeUri?: string;
  Role?: Reference;
  Tracing?: 'Active' | 'PassThrough' | 'Disabled';
  LoggingConfig?: { LogGroup: Reference };
  Events?: Readonly<Record<string, { Type: 'SQS'; Properties: QueueEvent }>>;
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqs.html */
interface QueueEvent
  extends Pick<Trigger, 'BatchSize' | 'Enabled' | 'FunctionResponseTypes' | 'ScalingConfig'> {
  Queue: Reference;
}

export interface ServerlessFunction {
  Type: 'AWS::Serverless::Function';
  Properties: FunctionProperties;
  Metadata: { BuildMethod: 'esbuild'; BuildProperties: BuildProperties };
}
