import { parseBenchOptions } from '../../bench/options.ts';
import { sections } from '../../bench/sections.ts';
import { parseDeployOptions, parseResultsOptions, parseRunOptions } from '../../class/cloud/cloud-options.ts';
import { parseClassOptions } from '../../class/options.ts';
import { parseInvokeOptions } from '../../local/invoke/invoke-options.ts';
import { parsePageOptions } from '../../page/page-options.ts';
import { parseLabOptions } from '../../solve/options.ts';
import { PARAMETERS } from '../../template-src/logical-ids.ts';
import { parseTestOptions } from '../aws/options.ts';

export interface Run {
  command: string;
  /** An option after the command. With it, the program checks the command and does nothing. */
  adding?: string;
  /** What the user types. */
  typed?: string;
  /** The exit status, if it is not 0. */
  status?: number;
  /** What the command prints. */
  prints: RegExp;
}

/** Enter for the name of the stack, the region, each parameter and six questions. The last answer is y. */
const DEFAULTS = `\n\n${'\n'.repeat(Object.keys(PARAMETERS).length + 6)}y\n`;

/** What `npm ci` and `npm install` print when the packages are those of package-lock.json. */
const UP_TO_DATE = /^up to date/m;

/** Commands that run side by side. They do not need the lab, or only read it. `npm start` keeps it running. */
export const WITHOUT_CHANGES: readonly Run[] = [
  { command: 'npm ci', adding: '--dry-run', prints: UP_TO_DATE },
  { command: 'npm ci --ignore-scripts', adding: '--dry-run', prints: UP_TO_DATE },
  { command: 'npm install', adding: '--dry-run', prints: UP_TO_DATE },
  { command: 'npm run test:faults', adding: '-- --help', prints: /--only/ },
  { command: 'npm run test:pictures -- --write', adding: '--help', prints: /--write/ },
  { command: 'npm run make:corpus', adding: '-- --help', prints: /--only/ },
  { command: 'npm run rules -- --verbose', adding: '--help', prints: /--verbose/ },
  { command: 'npm run check -- --local --watch', adding: '--help', prints: /--watch/ },
  { command: 'npm run render', prints: /template\.yaml, docs\/encryption\.md/ },
  { command: 'npm run make:licences', prints: /docs\/licences\.md/ },
  { command: 'npm run costs', prints: /Lambda/ },
  { command: 'npm run costs -- --pictures 1000000 --megapixels 12', prints: /Lambda/ },
  { command: 'sam validate', prints: /valid SAM Template/ },
  { command: 'sam list resources', prints: /ImageBucket/ },
  { command: 'npm run sam -- list resources', prints: /ImageBucket/ },
  { command: 'sam logs --name CreateThumbnail', prints: /made thumbnail\/HappyFace\.jpg/ },
  { command: 'npm run sam -- logs --name CreateThumbnail', prints: /made thumbnail\/HappyFace\.jpg/ },
  // The embedded AWS does not have this operation.
  {
    command: 'aws cloudformation describe-events --stack-name serverless-image-lab',
    adding: '--generate-cli-skeleton output',
    prints: /OperationEvents/,
  },
  { command: 'aws kms schedule-key-deletion --key-id KEY_ID', prints: /PendingDeletion/ },
  { command: 'aws sns list-topics', prints: /resize-image-topic-/ },
  {
    command: 'aws sqs get-queue-attributes --queue-url QUEUE_URL --attribute-names RedrivePolicy',
    prints: /maxReceiveCount/,
  },
];

/** Commands that send messages or look for them. They run first, one after the other. */
export const WITH_MESSAGES: readonly Run[] = [
  { command: 'npm start -- events/HappyFace.jpg', prints: /CreateMobileImage made/ },
  { command: 'npm run check', prints: /100 of 100 points/ },
  { command: 'npm run check -- --local', prints: /100 of 100 points/ },
  { command: 'npm run check -- --task 2.1', prints: /thumbnail-queue/ },
  { command: 'npm run check -- --without 4', prints: /90 of 90 points · .*without task 4/ },
  { command: 'npm run check -- --local --task 2.1', prints: /thumbnail-queue/ },
  {
    command:
      'aws cloudformation deploy --template-file class/learner-role.yaml --stack-name image-lab-grader --capabilities CAPABILITY_NAMED_IAM --parameter-overrides InstructorAccount=999999999999 ExternalId=class-0001-k7x2p9',
    prints: /Successfully created/,
  },
  {
    command: "aws cloudformation describe-stacks --stack-name image-lab-grader --query 'Stacks[0].Outputs'",
    prints: /RoleArn/,
  },
  { command: 'npm run dead-letters', prints: /no |empty/i },
  { command: 'npm run redrive', prints: /no |empty/i },
  { command: 'aws s3 cp events/HappyFace.jpg s3://BUCKET/ingest/HappyFace.jpg', prints: /upload: / },
];

/** Commands that deploy and remove the lab, one after the other. */
export const WITH_CHANGES: readonly Run[] = [
  { command: 'npm run build', prints: /CreateThumbnail/ },
  { command: 'sam deploy --config-env local', prints: /No changes to deploy|Successfully created/ },
  { command: 'npm run clean -- --dry-run', prints: /thumbnail-queue/ },
  { command: 'npm run clean', status: 2, prints: /--yes/ },
  { command: 'npm run clean -- --yes', prints: /thumbnail-queue/ },
  { command: 'sam build', prints: /Build Succeeded/ },
  { command: 'sam deploy --guided', typed: DEFAULTS, prints: /Successfully created/ },
  { command: 'sam deploy', status: 1, prints: /No changes to deploy/ },
  { command: 'sam sync --code', typed: 'y\n', prints: /Finished syncing Lambda Function CreateThumbnail/ },
  { command: 'sam delete', typed: 'y\ny\ny\n', prints: /Deleted successfully/ },
  { command: 'npm run deploy', typed: DEFAULTS, prints: /Successfully created/ },
  { command: 'npm run sam -- sync --code', typed: 'y\n', prints: /Finished syncing Lambda Function/ },
  { command: 'npm run sam -- delete', typed: 'y\ny\ny\n', prints: /Deleted successfully/ },
];

/** Commands that take minutes. The named file runs them exactly like this. */
export const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'npm test': '.github/workflows/ci.yml',
  'npm run package': '.ci/run',
  'npm run rules': '.ci/run',
  'npm run validate': '.ci/run',
  'npm run test:pictures': '.ci/run',
  'npm run test:hostile': '.ci/run',
  'npm run test:rules': '.ci/run',
  'npm run test:commands': '.ci/run',
  'npm run test:faults -- --short': '.ci/run',
  'npm start -- --once': '.ci/run',
};

const sectionNames = sections.map(({ name }) => name);

/**
 * Scripts that take minutes, or that need Docker or a real account, with the function that reads their options. This
 * function reads each documented command, and the script itself runs with `--help`.
 */
export const PARSED: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  class: parseClassOptions,
  bench: (args) => parseBenchOptions(args, sectionNames),
  'class:deploy': parseDeployOptions,
  'class:results': parseResultsOptions,
  'class:run': parseRunOptions,
  invoke: parseInvokeOptions,
  lab: parseLabOptions,
  page: parsePageOptions,
  'test:aws': parseTestOptions,
};

/** Commands that do not run here, with the reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'sam local invoke CreateThumbnail -e events/hello-world.json':
    'It needs Docker. npm run test:invoke runs it for each sample event.',
  'npm run aws -- sns list-topics':
    'It needs npm run lab. solve/lab.emulator-test.ts runs the same command line.',
};
