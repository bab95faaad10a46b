import { Fn, IAM } from 'cloudform';
import { type AnyResources, assemble, commentsOf, suppressionsOf } from '../assemble.ts';
import { intrinsicsOf, pseudo, sub } from '../intrinsics.ts';
import { policyDocument } from '../policies.ts';
import { renderYaml } from '../yaml.ts';

/** The two policies of the grader, as JSON: `checks/rights/`. */
export interface GraderPolicies {
  readOnly: object;
  withProbe: object;
}

/** The name of the role in each learner's account. */
export const GRADER_ROLE = 'ImageLabGrader';

const { ref, attribute } = intrinsicsOf<
  { GraderRole: 'Arn' },
  'InstructorAccount' | 'ExternalId' | 'AllowProbe' | 'RoleName'
>();

const parameters = {
  InstructorAccount: {
    Type: 'String',
    Description: "Your instructor's account: twelve digits",
    AllowedPattern: '\\d{12}',
    ConstraintDescription: 'must be twelve digits',
  },
  ExternalId: {
    Type: 'String',
    Description: 'The external id that your instructor gave you. The role can only be assumed with it',
    AllowedPattern: '[\\w+=,.@:/-]{8,256}',
    ConstraintDescription: 'must have 8 to 256 letters, digits or characters of +=,.@:/-_',
  },
  AllowProbe: {
    Type: 'String',
    Default: 'no',
    AllowedValues: ['no', 'yes'],
    Description:
      'yes also lets the grader send a test message and a test picture through your lab, and remove them',
  },
  RoleName: {
    Type: 'String',
    Default: GRADER_ROLE,
    AllowedPattern: '[\\w+=,.@-]{1,64}',
    Description: 'Name of the role',
  },
} as const;

/** The template that a learner deploys to let an instructor grade the account. @param policies allow what the grader calls. */
export function learnerRole({ readOnly, withProbe }: GraderPolicies) {
  const documented: AnyResources = {
    GraderRole: {
      comment: `The grader's role. Only the instructor's account can assume it, and only with the external id, for at most an hour.`,
      why: {
        'Properties.Policies.0.PolicyDocument':
          'Exactly the calls of the grader: the files in checks/rights/.',
      },
      suppressed: [
        {
          rules: ['IAM_NO_INLINE_POLICY_CHECK'],
          because: 'No other role can get these permissions, and they are deleted with the role.',
        },
        {
          rules: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
          because:
            'The grader finds the lab by how its parts are connected, so nobody knows their names beforehand. It reads settings, and pictures only in the folders of the lab.',
        },
      ],
      resource: new IAM.Role({
        RoleName: ref('RoleName'),
        Description: 'Lets an instructor grade the serverless image lab in this account',
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: policyDocument({
          Effect: 'Allow',
          Principal: { AWS: sub`arn:${pseudo.partition}:iam::${ref('InstructorAccount')}:root` },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': ref('ExternalId') } },
        }),
        Policies: [{ PolicyName: 'Grade', PolicyDocument: Fn.If('AllowsProbe', withProbe, readOnly) }],
      }),
    },
  };
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Serverless image lab: a role with which an instructor grades the lab in this account.',
    Parameters: parameters,
    Conditions: { AllowsProbe: Fn.Equals(ref('AllowProbe'), 'yes') },
    Resources: assemble(documented),
    Outputs: {
      RoleArn: {
        Description: 'Send this to your instructor: the role for the column role_arn of the roster',
        Value: attribute('GraderRole', 'Arn'),
      },
    },
  };
  return { template, comments: new Map(commentsOf(documented)), suppressions: suppressionsOf(documented) };
}

const HEADER = ` \`npm run render\` writes this file from template-src/class/ and checks/rights/. Make changes there.
 A learner deploys it once, to let an instructor grade the account: docs/class-access.md.`;

export function renderLearnerRole(policies: GraderPolicies): string {
  const { template, comments } = learnerRole(policies);
  return renderYaml(template, comments, HEADER);
}

/** The values with which the rules check the template, in both forms. */
export const learnerRoleVariants = {
  'read-only': valuesWith('no'),
  'with the probe': valuesWith('yes'),
} as const;

function valuesWith(AllowProbe: 'yes' | 'no') {
  return {
    'AWS::Partition': 'aws',
    InstructorAccount: '123456789012',
    ExternalId: 'an-external-id',
    AllowProbe,
    RoleName: GRADER_ROLE,
  } as const;
}
