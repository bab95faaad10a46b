import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlineGlobals } from './inline-globals.ts';

const Type = 'AWS::Serverless::Function';

test('a function has the globals and its own properties, and its own value wins', () => {
  const Globals = { Function: { Timeout: 30, MemorySize: 768, Architectures: ['arm64'] } };
  const Resources = { A: { Type, Properties: { Timeout: 5, Handler: 'a.handler' } } };
  assert.deepEqual(inlineGlobals({ Globals, Resources }).Resources.A.Properties, {
    ...{ Timeout: 5, MemorySize: 768, Architectures: ['arm64'], Handler: 'a.handler' },
  });
});

test('maps are merged, but intrinsic functions and lists are replaced', () => {
  const Globals = {
    Function: { Environment: { Variables: { A: '1', B: { Ref: 'B' } } }, Role: { Ref: 'R' }, Layers: ['x'] },
  };
  const own = { Environment: { Variables: { B: { Ref: 'C' } } }, Role: { 'Fn::Sub': 'r' }, Layers: ['y'] };
  assert.deepEqual(
    inlineGlobals({ Globals, Resources: { A: { Type, Properties: own } } }).Resources.A.Properties,
    {
      ...own,
      Environment: { Variables: { A: '1', B: { Ref: 'C' } } },
    },
  );
});

test('other resources, and a template without globals, stay as they are', () => {
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    A: { Type, Properties: { Timeout: 3 } },
  };
  assert.deepEqual(inlineGlobals({ Resources }), { Resources });
  assert.deepEqual(inlineGlobals({ Globals: { Function: { Timeout: 9 } }, Resources }).Resources, Resources);
});
