/** Grades a lab in an account like those of AWS Academy's Learner Labs, on the embedded AWS, which enforces IAM. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { connect } from '../account/connect.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../local/local-aws.ts';
import { buildLab } from '../solve/labs/hand-built-lab.ts';
import { logsPolicy, trustPolicy } from '../solve/labs/policies.ts';
import { projectZips } from '../solve/labs/project-zips.ts';
import { attachPolicy, createRole, putPolicy } from '../solve/labs/roles.ts';
import { createUser } from '../test/labs/users.ts';
import { gradeAccount } from './grade-account.ts';
import { renderTerminal } from './report/terminal.ts';

const ACCOUNT = '550000000001';

/**
 * What a learner in a Learner Lab may do: use the services, and pass the ready role. Roles and users cannot be made or
 * changed, and IAM's simulation is denied.
 */
const LEARNER = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Effect: 'Deny',
      Action: [
        ...['iam:Create*', 'iam:Put*', 'iam:Attach*', 'iam:Delete*', 'iam:Update*'],
        ...['iam:SimulatePrincipalPolicy', 'iam:SimulateCustomPolicy'],
      ],
      Resource: '*',
    },
  ],
};

let learner: ReturnType<typeof connect>;
let root: ReturnType<typeof connect>;

before(async () => {
  const zips = await projectZips();
  const { endpoint } = await startEmulator({ name: 'learner-lab-test' });
  const at = (credentials: NonNullable<AwsOptions['credentials']>) =>
    connect({ endpoint, region: LOCAL_REGION, credentials });
  root = at({ accessKeyId: ACCOUNT, secretAccessKey: 'local' });
  const role = await createRole(root, 'LabRole', trustPolicy());
  for (const policy of ['AmazonS3FullAccess', 'AmazonSQSFullAccess'])
    await attachPolicy(root, role.name, policy);
  await putPolicy(root, role.name, 'Logs', logsPolicy);
  learner = at(await createUser(root, 'voclabs', JSON.stringify(LEARNER)));
  await buildLab(learner, { account: ACCOUNT, region: LOCAL_REGION, zips, role });
});
after(stopAllLeashed);

const without4 = { seconds: 20, say: () => {}, without: ['4'] };

describe("an account like AWS Academy's Learner Lab", () => {
  it('allows no new role', async () => {
    const asked = { RoleName: 'Mine', AssumeRolePolicyDocument: JSON.stringify(trustPolicy()) };
    await assert.rejects(learner.iam.send(new CreateRoleCommand(asked)), { name: 'AccessDenied' });
  });

  for (const readOnly of [true, false]) {
    it(`gives full marks without task 4, ${readOnly ? 'read-only' : 'with the probe'}`, async () => {
      const { grade } = await gradeAccount(learner, { ...without4, readOnly });
      assert.deepEqual([grade.score, grade.maxScore], [90, 90]);
      const open = grade.tasks.flatMap(({ steps }) => steps).filter(({ verdict }) => verdict !== 'pass');
      assert.deepEqual(open, []);
    });
  }

  it('explains the denied simulation once when nobody can see what the role lets the functions do', async () => {
    const { grade } = await gradeAccount(learner, { ...without4, readOnly: true, only: ['5.1', '5.3'] });
    const text = renderTerminal(grade, { colour: false, width: 80 });
    assert.match(text.replaceAll(/\s+/g, ' '), /simulation|could not ask IAM/);
    assert.match(text, /--without\s+4/);
  });

  it('blames the role when the log of a function shows that a call was denied', async () => {
    const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }];
    await putPolicy(root, 'LabRole', 'No', { Version: '2012-10-17', Statement });
    const { grade } = await gradeAccount(learner, { ...without4, seconds: 10, readOnly: false });
    const roles = grade.tasks.flatMap(({ steps }) => steps).filter(({ id }) => id.endsWith('.role'));
    assert.deepEqual(
      roles.map(({ verdict }) => verdict),
      ['fail', 'fail'],
    );
    assert.match(roles[0]?.hint ?? '', /The log of CreateThumbnail shows that AWS denied a call of its role/);
  });
});
