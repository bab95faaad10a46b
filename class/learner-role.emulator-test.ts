/** Deploys class/learner-role.yaml on the embedded AWS, which enforces IAM, and grades with its role from another account. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { connect } from '../account/connect.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { given } from '../solve/labs/given.ts';
import { type BuiltLab, buildLab } from '../solve/labs/hand-built-lab.ts';
import { projectZips } from '../solve/labs/project-zips.ts';
import { attachPolicy, putPolicy } from '../solve/labs/roles.ts';

const LEARNER = '560000000001';
const INSTRUCTOR = '560000000009';
const STRANGER = '560000000008';
const EXTERNAL_ID = 'class-of-2026-ada';

/** In AWS, a batch needs the permission for a single message. The embedded AWS has its own action for it. */
const TemplateBody = readFileSync(new URL('learner-role.yaml', import.meta.url), 'utf8').replaceAll(
  'sqs:ChangeMessageVisibility',
  'sqs:ChangeMessageVisibilityBatch',
);

let endpoint: string;
let lab: BuiltLab;

before(async () => {
  const zips = await projectZips();
  ({ endpoint } = await startEmulator({ name: 'learner-role-test' }));
  lab = await buildLab(clients(LEARNER), { account: LEARNER, region: LOCAL_REGION, zips });
});
after(stopAllLeashed);

describe('the role of class/learner-role.yaml', () => {
  let roleArn: string;

  it('is created by one command, and its ARN is an output', async () => {
    roleArn = await deploy('no');
    assert.equal(roleArn, `arn:aws:iam::${LEARNER}:role/ImageLabGrader`);
  });

  it("can be assumed from the instructor's account with the external id, and grades read-only", async () => {
    const { facts, grade } = await gradeAs(INSTRUCTOR, EXTERNAL_ID, true);
    assert.deepEqual([grade.score, grade.maxScore], [100, 100]);
    assert.equal(facts.account, LEARNER);
    assert.match(facts.provenance?.caller ?? '', /assumed-role\/ImageLabGrader\//);
  });

  for (const [who, account, externalId] of [
    ['with another external id', INSTRUCTOR, 'class-of-2026-bob'],
    ['without an external id', INSTRUCTOR, undefined],
    ['from another account', STRANGER, EXTERNAL_ID],
  ] as const) {
    it(`cannot be assumed ${who}`, async () => {
      await assert.rejects(assume(account, externalId), { name: /AccessDenied/ });
    });
  }

  it('cannot write unless the learner allows the probe', async () => {
    const { s3 } = connect({ ...own, endpoint, credentials: await assume(INSTRUCTOR, EXTERNAL_ID) });
    const Key = `${lab.upload}.not-there`;
    await assert.rejects(s3.send(new DeleteObjectCommand({ Bucket: lab.bucket, Key })), {
      name: /AccessDenied/,
    });
    const { grade } = await gradeAs(INSTRUCTOR, EXTERNAL_ID, false);
    assert.ok(grade.score < 100);
    await deploy('yes');
    const probed = await gradeAs(INSTRUCTOR, EXTERNAL_ID, false);
    assert.deepEqual([probed.grade.score, probed.grade.bonus], [100, 10]);
    assert.deepEqual(probed.facts.leftovers, []);
  });

  it('gets advice when it allows more than the grader needs', async () => {
    const before = await gradeAs(INSTRUCTOR, EXTERNAL_ID, true, true);
    assert.deepEqual(before.facts.provenance?.excess, []);
    const Statement = { Effect: 'Allow', Action: ['sns:ListTopics', 'glue:DeleteTable'], Resource: '*' };
    await putPolicy(clients(LEARNER), 'ImageLabGrader', 'More', { Version: '2012-10-17', Statement });
    await attachPolicy(clients(LEARNER), 'ImageLabGrader', 'AdministratorAccess');
    const { facts, grade } = await gradeAs(INSTRUCTOR, EXTERNAL_ID, true, true);
    assert.deepEqual(facts.provenance?.excess, ['*', 'glue:DeleteTable']);
    const advice = grade.advice.find(({ id }) => id === 'wide-grader-role');
    assert.match(advice?.title ?? '', /role ImageLabGrader allows more/);
    assert.equal(grade.score, 100);
  });

  it('gets the advice from a simulation, too, when nobody may read its policies', async () => {
    const Statement = { Effect: 'Deny', Action: 'iam:ListAttachedRolePolicies', Resource: '*' };
    await putPolicy(clients(LEARNER), 'ImageLabGrader', 'Hidden', { Version: '2012-10-17', Statement });
    const { facts } = await gradeAs(INSTRUCTOR, EXTERNAL_ID, true, true);
    assert.ok(facts.provenance?.excess?.includes('iam:CreateRole'), String(facts.provenance?.excess));
  });

  async function gradeAs(account: string, externalId: string, readOnly: boolean, isOneOfMany = false) {
    const aws = connect({ ...own, endpoint, credentials: await assume(account, externalId) });
    return gradeAccount(aws, { readOnly, isOneOfMany, seconds: 20, say: () => {} });
  }

  async function assume(account: string, externalId: string | undefined): Promise<Credentials> {
    const { Credentials } = await clients(account).sts.send(
      new AssumeRoleCommand({
        ...{ RoleArn: roleArn, RoleSessionName: 'grader' },
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = given(Credentials);
    return {
      accessKeyId: given(AccessKeyId),
      secretAccessKey: given(SecretAccessKey),
      sessionToken: given(SessionToken),
    };
  }
});

type Credentials = NonNullable<AwsOptions['credentials']>;

const own = { region: LOCAL_REGION };

function clients(account: string) {
  return connect({ ...own, endpoint, credentials: { accessKeyId: account, secretAccessKey: 'local' } });
}

/** Creates or updates the stack. @returns its output RoleArn. */
async function deploy(AllowProbe: 'no' | 'yes'): Promise<string> {
  const credentials = { accessKeyId: LEARNER, secretAccessKey: 'local' };
  const client = new CloudFormationClient({ endpoint, region: LOCAL_REGION, credentials });
  const asked = {
    ...{ StackName: 'image-lab-grader', TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM' as const] },
    Parameters: Object.entries({ InstructorAccount: INSTRUCTOR, ExternalId: EXTERNAL_ID, AllowProbe }).map(
      ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
    ),
  };
  const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  const { StackName } = asked;
  if (AllowProbe === 'no') {
    await client.send(new CreateStackCommand(asked));
    await waitUntilStackCreateComplete(patience, { StackName });
  } else {
    await client.send(new UpdateStackCommand(asked));
    await waitUntilStackUpdateComplete(patience, { StackName });
  }
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return given(Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'RoleArn')?.OutputValue);
}
