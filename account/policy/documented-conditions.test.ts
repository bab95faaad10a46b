/** The examples of AWS's documentation, each with its page. Statements for identities have a Principal added. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Context, decide, EVERYTHING, IAM, meets, SOMEBODY } from '../../test/policies/decide.ts';
import { evaluatePolicy } from './evaluate.ts';

const table = (condition: object, rows: readonly (readonly [string, Context, boolean])[]) => {
  for (const [name, context, met] of rows) {
    it(`${name}: ${met ? 'met' : 'not met'}`, () => assert.equal(meets(condition, context), met));
  }
};

describe(`condition operators (${IAM}/reference_policies_elements_condition_operators.html)`, () => {
  describe('StringEquals', () =>
    table({ StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } }, [
      ['the value', { 'aws:PrincipalTag/job-category': 'iamuser-admin' }, true],
      ['the key in another case', { 'AWS:principaltag/Job-Category': 'iamuser-admin' }, true],
      ['the value in another case', { 'aws:PrincipalTag/job-category': 'IAMuser-admin' }, false],
      ['no key', {}, false],
    ]));
  describe('StringEqualsIgnoreCase', () =>
    table({ StringEqualsIgnoreCase: { k: 'Abc' } }, [
      ['another case', { k: 'aBC' }, true],
      ['another value', { k: 'abd' }, false],
    ]));
  describe('StringLike', () =>
    table({ StringLike: { 's3:prefix': ['', 'home/', 'home/J?ne/*'] } }, [
      ['nothing', { 's3:prefix': '' }, true],
      ['one of the others', { 's3:prefix': 'home/' }, true],
      ['below', { 's3:prefix': 'home/Jane/a/b' }, true],
      ['elsewhere', { 's3:prefix': 'home/Joanne/' }, false],
      ['another case', { 's3:prefix': 'home/jane/' }, false],
    ]));
  describe('StringNotLike, StringNotEquals: none of the values (NOR)', () => {
    table({ StringNotLike: { k: ['a*', '*z'] } }, [
      ['none', { k: 'bc' }, true],
      ['one', { k: 'bz' }, false],
      ['no key', {}, true],
    ]);
    table({ StringNotEquals: { k: ['a', 'b'] } }, [
      ['one', { k: 'b' }, false],
      ['a wildcard is a letter', { k: '*' }, true],
    ]);
    table({ StringNotEqualsIgnoreCase: { k: ['a', 'b'] } }, [['one in another case', { k: 'B' }, false]]);
  });
  describe('ForAnyValue:StringLike and NumericLessThanEquals', () => {
    table({ NumericLessThanEquals: { 's3:max-keys': '10' } }, [
      ['as many', { 's3:max-keys': '10' }, true],
      ['fewer', { 's3:max-keys': '9' }, true],
      ['more', { 's3:max-keys': '11' }, false],
      ['no number', { 's3:max-keys': 'ten' }, false],
      ['no key', {}, false],
    ]);
    table({ NumericNotEquals: { n: [1, 2.5] } }, [
      ['one of them', { n: '2.50' }, false],
      ['another', { n: '3' }, true],
    ]);
    table(
      { NumericGreaterThan: { n: '1' }, NumericLessThan: { n: '3' }, NumericGreaterThanEquals: { n: 2 } },
      [
        ['all', { n: '2' }, true],
        ['not all', { n: '1.5' }, false],
      ],
    );
  });
  describe('DateGreaterThan', () => {
    table({ DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } }, [
      ['later', { 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }, true],
      ['later, elsewhere', { 'aws:TokenIssueTime': '2020-01-01T02:00:00+01:00' }, true],
      ['earlier', { 'aws:TokenIssueTime': '2019-12-31T23:59:59Z' }, false],
      ['in seconds since 1970', { 'aws:TokenIssueTime': '1577836802' }, true],
      ['no date', { 'aws:TokenIssueTime': 'soon' }, false],
    ]);
    table(
      {
        DateLessThan: { 'aws:CurrentTime': '2020-06-30' },
        DateNotEquals: { 'aws:CurrentTime': '2020-01-01' },
      },
      [
        ['between', { 'aws:CurrentTime': '2020-03-01T00:00:00Z' }, true],
        ['not that day', { 'aws:CurrentTime': '2020-01-01T00:00:00Z' }, false],
      ],
    );
  });
  describe('Bool', () =>
    table({ Bool: { 'aws:SecureTransport': 'true' } }, [
      ['true', { 'aws:SecureTransport': 'true' }, true],
      ['in another case', { 'aws:SecureTransport': 'TRUE' }, true],
      ['false', { 'aws:SecureTransport': 'false' }, false],
      ['no key', {}, false],
    ]));
  describe('BinaryEquals', () =>
    table({ BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } }, [
      ['the bytes', { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }, true],
      ['other bytes', { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NQ==' }, false],
    ]));
  describe('IpAddress and NotIpAddress', () => {
    const ranges = ['203.0.113.0/24', '2001:DB8:1234:5678::/64'];
    table({ IpAddress: { 'aws:SourceIp': ranges } }, [
      ['in the first', { 'aws:SourceIp': '203.0.113.255' }, true],
      ['in the second', { 'aws:SourceIp': '2001:db8:1234:5678::1' }, true],
      ['in none', { 'aws:SourceIp': '203.0.114.1' }, false],
      ['no address', { 'aws:SourceIp': 'AWS Internal' }, false],
    ]);
    table({ NotIpAddress: { 'aws:SourceIp': ranges } }, [
      ['in the second', { 'aws:SourceIp': '2001:db8:1234:5678::1' }, false],
      ['in none', { 'aws:SourceIp': '203.0.114.1' }, true],
    ]);
    table({ IpAddress: { 'aws:SourceIp': '::/0' } }, [
      ['of the other kind', { 'aws:SourceIp': '10.0.0.1' }, false],
    ]);
    table({ IpAddress: { 'aws:SourceIp': '203.0.113.7' } }, [
      ['itself', { 'aws:SourceIp': '203.0.113.7' }, true],
    ]);
  });
  describe('ArnEquals, ArnLike', () => {
    const topic = 'arn:aws:sns:us-east-1:123456789012:TOPIC-ID';
    for (const operator of ['ArnEquals', 'ArnLike']) {
      table({ [operator]: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:TOPIC-*' } }, [
        [`${operator} the topic`, { 'aws:SourceArn': topic }, true],
        [`${operator} another account`, { 'aws:SourceArn': topic.replace('12:', '13:') }, false],
        [
          'no wildcard reaches over a colon',
          { 'aws:SourceArn': 'arn:aws:sns:a:123456789012:b:123456789012:TOPIC-1' },
          false,
        ],
        ['no ARN', { 'aws:SourceArn': 'TOPIC-ID' }, false],
      ]);
    }
    table({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:amzn-s3-demo-bucket' } }, [
      ['empty parts', { 'aws:SourceArn': 'arn:aws:s3:::amzn-s3-demo-bucket' }, true],
    ]);
    table({ ArnLike: { k: 'arn:aws:logs:*:*:log-group:/aws/*:*' } }, [
      ['colons in the last part', { k: 'arn:aws:logs:us-east-1:1:log-group:/aws/a:b' }, true],
      ['too few of them', { k: 'arn:aws:logs:us-east-1:1:log-group:/aws/a' }, false],
    ]);
    table({ ArnLike: { 'aws:SourceArn': '*' } }, [
      ['any', { 'aws:SourceArn': topic }, true],
      ['none', {}, false],
    ]);
    table({ ArnNotLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }, [
      ['one', { 'aws:SourceArn': topic }, false],
      ['another', { 'aws:SourceArn': 'arn:aws:sqs:a:1:q' }, true],
      ['no key', {}, true],
    ]);
  });
  describe('…IfExists', () => {
    table({ StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } }, [
      ['one', { 'ec2:InstanceType': 't2.micro' }, true],
      ['another', { 'ec2:InstanceType': 'm4.large' }, false],
      ['no key', {}, true],
    ]);
    table({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, [
      ['false', { 'aws:MultiFactorAuthPresent': 'false' }, false],
      ['no key', {}, true],
    ]);
  });
  describe('Null', () => {
    table({ Null: { 'aws:TokenIssueTime': 'true' } }, [
      ['absent', {}, true],
      ['empty', { 'aws:TokenIssueTime': [] }, true],
      ['there', { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }, false],
    ]);
    table({ Null: { 'aws:TokenIssueTime': false } }, [
      ['absent', {}, false],
      ['there', { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }, true],
    ]);
  });
  it('what IAM does not know never allows, and is an error in a Deny', () => {
    for (const condition of [
      { StringEqual: { k: 'a' } },
      { 'ForSomeValues:StringEquals': { k: 'a' } },
      { NullIfExists: { k: 'true' } },
      { 'ForAllValues:Null': { k: 'true' } },
      { Null: { k: 'perhaps' } },
      { NumericNotEquals: { k: 'one' } },
      { DateNotEquals: { k: 'today' } },
      { NotIpAddress: { k: '10.0.0.0/33' } },
      { NotIpAddress: { k: 'localhost' } },
      { ArnNotLike: { k: 'arn:aws:sns' } },
      { BoolIfExists: { none: 'yes' } },
      { BinaryEquals: { k: '?' } },
      { 'ForAnyValue:StringEqualsIfExists': { none: 'a' } },
    ]) {
      assert.equal(meets(condition, { k: 'a' }), false, JSON.stringify(condition));
      const deny = { ...EVERYTHING, Effect: 'Deny', Condition: condition };
      assert.throws(
        () => decide([EVERYTHING, deny], { context: { k: 'a' } }),
        /^PolicyError: Statement 2 may deny/,
      );
      // The Deny has another principal, so the request is allowed.
      const forOthers = { ...deny, Principal: { AWS: '999999999999' } };
      assert.equal(decide([EVERYTHING, forOthers], { context: { k: 'a' } }), 'allow');
    }
  });
});

describe(`several keys and values (${IAM}/reference_policies_condition-logic-multiple-context-keys-or-values.html)`, () => {
  table(
    {
      StringEquals: {
        'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
        'aws:PrincipalTag/role': ['audit', 'security'],
      },
      ArnLike: {
        'aws:PrincipalArn': ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'],
      },
    },
    [
      [
        'one of each',
        {
          'aws:PrincipalTag/department': 'hr',
          'aws:PrincipalTag/role': 'audit',
          'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Ana',
        },
        true,
      ],
      [
        'one key wrong',
        {
          'aws:PrincipalTag/department': 'hr',
          'aws:PrincipalTag/role': 'pm',
          'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Ana',
        },
        false,
      ],
      [
        'one operator wrong',
        {
          'aws:PrincipalTag/department': 'hr',
          'aws:PrincipalTag/role': 'audit',
          'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Nikki',
        },
        false,
      ],
    ],
  );
});

describe(`keys with several values (${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html)`, () => {
  describe('ForAllValues', () =>
    table({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['environment', 'cost-center'] } }, [
      ['all of them', { 'aws:TagKeys': ['environment', 'cost-center'] }, true],
      ['some of them', { 'aws:TagKeys': ['environment'] }, true],
      ['others too', { 'aws:TagKeys': ['environment', 'other'] }, false],
      ['no key', {}, true],
      ['an empty one', { 'aws:TagKeys': [] }, true],
    ]));
  describe('ForAnyValue', () =>
    table({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['environment', 'webserver'] } }, [
      ['one of them and others', { 'aws:TagKeys': ['webserver', 'other'] }, true],
      ['others', { 'aws:TagKeys': ['other'] }, false],
      ['no key', {}, false],
      ['an empty one', { 'aws:TagKeys': [] }, false],
    ]));
  describe('with negated operators', () => {
    table({ StringNotEquals: { k: ['a', 'b'] } }, [
      ['one of them, without a quantifier', { k: ['a', 'c'] }, false],
      ['none of them, without a quantifier', { k: ['c', 'd'] }, true],
      ['an empty one, without a quantifier', { k: [] }, true],
    ]);
    table({ 'ForAllValues:StringNotEquals': { k: ['a', 'b'] } }, [
      ['none of them', { k: ['c', 'd'] }, true],
      ['one of them', { k: ['a', 'd'] }, false],
    ]);
    table({ 'ForAnyValue:StringNotEquals': { k: ['a', 'b'] } }, [
      ['one other', { k: ['a', 'd'] }, true],
      ['no other', { k: ['a', 'b'] }, false],
      ['no key', {}, false],
    ]);
  });
});

describe(`variables (${IAM}/reference_policies_variables.html)`, () => {
  const david = { 'aws:username': 'David', 'aws:PrincipalTag/team': 'yellow' };
  const allow = (resource: string, asked: string, context: Context, version = '2012-10-17') =>
    evaluatePolicy(
      { Version: version, Statement: { ...EVERYTHING, Resource: resource } },
      { principal: SOMEBODY, action: 's3:GetObject', resource: asked, context },
    ).decision === 'allow';
  const home = 'arn:aws:s3:::bucket/$' + '{aws:username}/*';
  const team = 'arn:aws:s3:::bucket-$' + "{aws:PrincipalTag/team, 'company-wide'}/*";

  it('stand for what the request has', () => {
    assert.ok(allow(home, 'arn:aws:s3:::bucket/David/a', david));
    assert.ok(!allow(home, 'arn:aws:s3:::bucket/Alice/a', david));
    assert.ok(!allow(home, 'arn:aws:s3:::bucket//a', {}));
  });
  it('have no wildcards in what they stand for', () =>
    assert.ok(!allow(home, 'arn:aws:s3:::bucket/David/a', { 'aws:username': '*' })));
  it('have defaults', () => {
    assert.ok(allow(team, 'arn:aws:s3:::bucket-yellow/a', david));
    assert.ok(allow(team, 'arn:aws:s3:::bucket-company-wide/a', {}));
    assert.ok(!allow(team, 'arn:aws:s3:::bucket-company-wide/a', david));
  });
  it('stand for *, ? and $ themselves', () => {
    const literal = 'arn:aws:s3:::b/$' + '{*}$' + '{?}$' + '{$}';
    assert.ok(allow(literal, 'arn:aws:s3:::b/*?$', {}));
    assert.ok(!allow(literal, 'arn:aws:s3:::b/ab$', {}));
  });
  it('are letters in Version 2008-10-17', () => {
    assert.ok(!allow(home, 'arn:aws:s3:::bucket/David/a', david, '2008-10-17'));
    assert.ok(allow(home, 'arn:aws:s3:::bucket/$' + '{aws:username}/a', david, '2008-10-17'));
  });
  const same = '$' + '{aws:PrincipalAccount}';
  table({ StringEquals: { 'aws:ResourceAccount': same } }, [
    ['the same in both', { 'aws:ResourceAccount': '1', 'aws:PrincipalAccount': '1' }, true],
    ['another', { 'aws:ResourceAccount': '1', 'aws:PrincipalAccount': '2' }, false],
    ['no value', { 'aws:ResourceAccount': '1' }, false],
    ['several values', { 'aws:ResourceAccount': '1', 'aws:PrincipalAccount': ['1', '2'] }, false],
  ]);
  table({ StringNotEquals: { 'aws:ResourceAccount': same } }, [
    ['another, negated', { 'aws:ResourceAccount': '1', 'aws:PrincipalAccount': '2' }, true],
    // "If AWS cannot resolve a variable this might cause the entire statement to be invalid."
    ['no value, negated', { 'aws:ResourceAccount': '1' }, false],
  ]);
  it('leave a NotResource open when they have no value', () => {
    const { Resource: _, ...rest } = EVERYTHING;
    assert.equal(decide({ ...rest, NotResource: home }, {}), 'implicit-deny');
    assert.throws(
      () => decide({ ...rest, Effect: 'Deny', NotResource: home }, {}),
      /NotResource has no value/,
    );
  });
});
