import { type PriceSource, SOURCES } from './price-sources.ts';

/** The unit of each price and the page that shows it. Bytes are counted in GiB, which AWS calls GB. */
export const UNITS = {
  lambdaRequests: { name: 'requests', page: 'https://aws.amazon.com/lambda/pricing/' },
  lambdaX86: { name: 'GB-seconds', page: 'https://aws.amazon.com/lambda/pricing/' },
  lambdaArm: { name: 'GB-seconds', page: 'https://aws.amazon.com/lambda/pricing/' },
  s3Puts: { name: 'PUTs', page: 'https://aws.amazon.com/s3/pricing/' },
  s3Gets: { name: 'GETs', page: 'https://aws.amazon.com/s3/pricing/' },
  s3Storage: { name: 'GB-months', page: 'https://aws.amazon.com/s3/pricing/' },
  snsPublishes: { name: 'publishes', page: 'https://aws.amazon.com/sns/pricing/' },
  sqsRequests: { name: 'requests', page: 'https://aws.amazon.com/sqs/pricing/' },
  logsIngested: { name: 'GB', page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  logsStored: { name: 'GB-months', page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  alarms: { name: 'alarms', page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  dashboards: { name: 'dashboards', page: 'https://aws.amazon.com/cloudwatch/pricing/' },
  traces: { name: 'traces', page: 'https://aws.amazon.com/xray/pricing/' },
  kmsKeys: { name: 'keys', page: 'https://aws.amazon.com/kms/pricing/' },
  kmsRequests: { name: 'requests', page: 'https://aws.amazon.com/kms/pricing/' },
} as const;

export type PriceId = keyof typeof UNITS;

export interface Price {
  /** US dollars for one unit, in the first tier. */
  usd: number;
  source: PriceSource;
}

const price = (usd: number, source: PriceSource): Price => ({ usd, source });

/** On-demand prices without tax, by region. */
export const PRICES = {
  'ap-northeast-1': {
    lambdaRequests: price(0.2e-6, SOURCES.tokyoLambda),
    lambdaX86: price(0.0000166667, SOURCES.tokyoLambda),
    lambdaArm: price(0.0000133334, SOURCES.armAsElsewhere),
    s3Puts: price(4.7e-6, SOURCES.tokyo),
    s3Gets: price(0.37e-6, SOURCES.tokyo),
    s3Storage: price(0.025, SOURCES.tokyo),
    snsPublishes: price(0.5e-6, SOURCES.asInVirginia),
    sqsRequests: price(0.4e-6, SOURCES.tokyo),
    logsIngested: price(0.76, SOURCES.tokyoLogs),
    logsStored: price(0.033, SOURCES.tokyoLogs),
    alarms: price(0.1, SOURCES.tokyoAlarms),
    dashboards: price(3, SOURCES.dashboards),
    traces: price(5e-6, SOURCES.xRay),
    kmsKeys: price(1, SOURCES.tokyo),
    kmsRequests: price(3e-6, SOURCES.tokyo),
  },
  'eu-west-1': {
    lambdaRequests: price(0.2e-6, SOURCES.ireland),
    lambdaX86: price(0.0000166667, SOURCES.ireland),
    lambdaArm: price(0.0000133334, SOURCES.ireland),
    s3Puts: price(5e-6, SOURCES.irelandS3),
    s3Gets: price(0.4e-6, SOURCES.irelandS3),
    s3Storage: price(0.023, SOURCES.irelandS3),
    snsPublishes: price(0.5e-6, SOURCES.ireland),
    sqsRequests: price(0.4e-6, SOURCES.ireland),
    logsIngested: price(0.57, SOURCES.ireland),
    logsStored: price(0.03, SOURCES.ireland),
    alarms: price(0.1, SOURCES.ireland),
    dashboards: price(3, SOURCES.dashboards),
    traces: price(5e-6, SOURCES.xRay),
    kmsKeys: price(1, SOURCES.asInVirginia),
    kmsRequests: price(3e-6, SOURCES.asInVirginia),
  },
  'us-east-1': {
    lambdaRequests: price(0.2e-6, SOURCES.virginia),
    lambdaX86: price(0.0000166667, SOURCES.virginia),
    lambdaArm: price(0.0000133334, SOURCES.virginia),
    s3Puts: price(5e-6, SOURCES.virginia),
    s3Gets: price(0.4e-6, SOURCES.virginia),
    s3Storage: price(0.023, SOURCES.virginia),
    snsPublishes: price(0.5e-6, SOURCES.virginia),
    sqsRequests: price(0.4e-6, SOURCES.virginia),
    logsIngested: price(0.5, SOURCES.virginia),
    logsStored: price(0.03, SOURCES.virginia),
    alarms: price(0.1, SOURCES.virginia),
    dashboards: price(3, SOURCES.dashboards),
    traces: price(5e-6, SOURCES.xRay),
    kmsKeys: price(1, SOURCES.virginia),
    kmsRequests: price(3e-6, SOURCES.virginia),
  },
} as const satisfies Record<string, Record<PriceId, Price>>;

export type Region = keyof typeof PRICES;
export const REGIONS = ['ap-northeast-1', 'eu-west-1', 'us-east-1'] as const satisfies readonly Region[];

/** The monthly free tier that every account has permanently. The free tier of S3 expires or is a credit, so it is left out. */
export const FREE: Partial<Record<PriceId, number>> = {
  lambdaRequests: 1e6,
  lambdaX86: 400_000,
  lambdaArm: 400_000,
  snsPublishes: 1e6,
  sqsRequests: 1e6,
  // This allowance covers ingested and stored logs together.
  logsIngested: 5,
  alarms: 10,
  dashboards: 3,
  traces: 100_000,
  kmsRequests: 20_000,
};
