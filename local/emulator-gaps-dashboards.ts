import { AwsQueryProtocol } from '@aws-sdk/core/protocols';

/**
 * The embedded AWS writes the date of a dashboard as text, also where CloudWatch's newer protocol demands a number: the SDK
 * then refuses the whole list. The older protocol, which AWS speaks as well, has the date as text. (For other calls
 * the newer one is needed: in the older one the embedded AWS leaves out parts of alarms.)
 */
export const readableDashboards = { protocol: AwsQueryProtocol };
