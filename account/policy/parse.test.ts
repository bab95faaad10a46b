import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PolicyError, parsePolicy } from './parse.ts';

const STATEMENT = { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' };
const { Principal: _principal, ...NOBODY } = STATEMENT;
const { Action: _action, ...NOTHING } = STATEMENT;

describe('a policy', () => {
  it('without a document has no statements', () => {
    for (const none of [null, undefined]) assert.deepEqual(parsePolicy(none).statements, []);
  });

  it('has one statement or several, with or without a Sid', () => {
    const names = (Statement: unknown) => parsePolicy({ Statement }).statements.map(({ name }) => name);
    assert.deepEqual(names(STATEMENT), ['statement 1']);
    assert.deepEqual(names([STATEMENT, { ...STATEMENT, Sid: 'mine' }, { ...STATEMENT, Sid: '' }]), [
      'statement 1',
      'mine',
      'statement 3',
    ]);
  });

  it('is of the older Version unless it says otherwise', () => {
    assert.equal(parsePolicy({ Statement: [] }).version, '2008-10-17');
    assert.equal(parsePolicy({ Version: '2012-10-17', Statement: [] }).version, '2012-10-17');
  });

  it('takes numbers and true for texts', () => {
    const Condition = {
      StringEquals: { 'aws:SourceAccount': 111111111111 },
      Bool: { 'aws:SecureTransport': true },
    };
    const [statement] = parsePolicy({ Statement: { ...STATEMENT, Condition } }).statements;
    assert.deepEqual(
      statement?.conditions.map(({ values }) => values),
      [['111111111111'], ['true']],
    );
  });

  for (const [name, policy, message] of [
    ['a text', '{}', /^A policy must be an object with a Statement, but this is "{}"\.$/],
    ['a list', [], /this is \[\]/],
    ['no elements', {}, /has no Statement/],
    [
      'another Version',
      { Version: '2015-01-01', Statement: [] },
      /Version must be .* but it is "2015-01-01"/,
    ],
    ['a misspelt element', { Statements: [] }, /element 'Statements', which IAM does not have/],
    ['a text for a statement', { Statement: ['x'] }, /^Statement 1 must be an object, but it is "x"/],
    [
      'another Effect',
      { Statement: { ...STATEMENT, Effect: 'allow' } },
      /Effect of statement 1 must be .* but it is "allow"/,
    ],
    ['a misspelt Condition', { Statement: { ...STATEMENT, Conditions: {} } }, /'Conditions'/],
    ['no principal', { Statement: NOBODY }, /^Statement 1 has no Principal/],
    ['no action', { Statement: NOTHING }, /^Statement 1 has no Action/],
    [
      'both an element and its opposite',
      { Statement: { ...STATEMENT, NotAction: 'x' } },
      /both Action and NotAction/,
    ],
    [
      'a text for a principal',
      { Statement: { ...STATEMENT, Principal: 'x' } },
      /must be "\*" or an object, but it is "x"/,
    ],
    ['an empty principal', { Statement: { ...STATEMENT, Principal: {} } }, /is empty/],
    [
      'an unknown kind of principal',
      { Statement: { ...STATEMENT, Principal: { Aws: '*' } } },
      /element 'Aws'/,
    ],
    [
      'an object for an action',
      { Statement: { ...STATEMENT, Action: [{}] } },
      /must be a text, but it is {}/,
    ],
    ['an empty list', { Statement: { ...STATEMENT, Action: [] } }, /an empty list/],
    ['a list for a condition', { Statement: { ...STATEMENT, Condition: [] } }, /Condition of statement 1/],
    [
      'an operator without keys',
      { Statement: { ...STATEMENT, Condition: { Bool: 'x' } } },
      /Bool in statement 1/,
    ],
    [
      'null for a value',
      { Statement: { ...STATEMENT, Condition: { Bool: { k: null } } } },
      /Bool k in statement 1/,
    ],
  ] as const) {
    it(`with ${name} is an error`, () => {
      assert.throws(
        () => parsePolicy(policy),
        (error) => error instanceof PolicyError && message.test(error.message),
      );
    });
  }
});
