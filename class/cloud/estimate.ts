import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';
import { PRICES, type PriceId, REGIONS, type Region } from '../../operate/costs/prices.ts';

/**
 * US dollars for one state transition of a standard workflow, in all regions of the price table. It is from AWS's page, which
 * needs a browser, and no record of the price list confirms it here.
 * @see https://aws.amazon.com/step-functions/pricing/
 */
const USD_PER_TRANSITION = 0.025 / 1000;

/** An assumption on the safe side. The embedded AWS answers faster than AWS, so the time cannot be measured here. */
const SECONDS_PER_LEARNER = 30;
const GRADE_GB = 1769 / 1024;
const REPORT_GB = 3008 / 1024;
/** Transitions of one child: its start, the task and its end. */
const TRANSITIONS_PER_LEARNER = 3;
/** Objects of one learner: the claim, the result, the page and Gradescope's file. */
const PUTS_PER_LEARNER = 4;
/** Two looks for a result, and the report reads it. */
const GETS_PER_LEARNER = 3;
const KB_PER_LEARNER = 150;
const LOG_KB_PER_LEARNER = 1;
const GIB = 2 ** 30;
const ALARMS = 3;

interface Line {
  what: string;
  quantity: number;
  usd: number;
}

/** Estimates one run, without the free tier. Reports take a second for each fifty learners. */
export function estimateRun(learners: number, region: Region): { lines: Line[]; usd: number } {
  const price = (id: PriceId) => PRICES[region][id].usd;
  const line = (what: string, quantity: number, usd: number): Line => ({
    what,
    quantity,
    usd: quantity * usd,
  });
  const lines = [
    line('Lambda: GB-seconds of the grader', learners * SECONDS_PER_LEARNER * GRADE_GB, price('lambdaArm')),
    line('Lambda: GB-seconds of the report', Math.max(10, learners / 50) * REPORT_GB, price('lambdaArm')),
    line('Lambda: requests', learners + 1, price('lambdaRequests')),
    line('Step Functions: transitions', learners * TRANSITIONS_PER_LEARNER + 3, USD_PER_TRANSITION),
    line('S3: PUTs', learners * PUTS_PER_LEARNER, price('s3Puts')),
    line('S3: GETs', learners * GETS_PER_LEARNER, price('s3Gets')),
    line('S3: GB-months', (learners * KB_PER_LEARNER * 1024) / GIB, price('s3Storage')),
    line('CloudWatch Logs: GB', (learners * LOG_KB_PER_LEARNER * 1024) / GIB, price('logsIngested')),
    line('CloudWatch: alarms, one month', ALARMS, price('alarms')),
  ];
  return { lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

/** Renders the estimate for 80 columns. @param asked the user's region. Another one than those of the price table gets the prices of Ireland. */
export function renderEstimate(learners: number, asked: string | undefined): string {
  const region = REGIONS.find((one) => one === asked) ?? 'eu-west-1';
  const { lines, usd } = estimateRun(learners, region);
  const table = new Table({
    head: ['', 'quantity', 'US dollars'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { what, quantity, usd } of lines) table.push([what, short(quantity), usd.toFixed(4)]);
  table.push(['Total', '', usd.toFixed(2)]);
  const notes = [
    `One read-only run, with the prices of ${region}, without tax and without the free tier.`,
    `Each learner is assumed to take ${SECONDS_PER_LEARNER} s. Time is most of the cost, and you pay only for what it really takes.`,
    'The price of Step Functions is from its page and was not confirmed by a price list. The others are in operate/costs/prices.ts.',
    "The calls in the learners' accounts cost each of them less than a cent.",
  ];
  return [
    `Grading ${learners.toLocaleString('en')} learners on Step Functions`,
    table.toString(),
    notes.map((note) => wrapAnsi(`• ${note}`, 78).replaceAll('\n', '\n  ')).join('\n'),
  ].join('\n\n');
}

function short(quantity: number): string {
  return quantity.toLocaleString('en', { maximumFractionDigits: quantity < 10 ? 2 : 0 });
}
