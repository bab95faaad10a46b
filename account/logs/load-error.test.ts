import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHandlerMissing, whatToDo } from './load-error.ts';

/** As Lambda's runtimes and the embedded AWS say it. */
const missing: readonly (readonly [handler: string, error: string])[] = [
  ['index.handler', "Runtime.ImportModuleError: Error: Cannot find module 'index'"],
  ['index.handler', "Its code could not be loaded: Cannot find module '/var/task/index'"],
  ['src/app.run', "Runtime.ImportModuleError: Error: Cannot find module 'src/app'"],
  ['F.run', 'Runtime.HandlerNotFound: F.run is undefined or not exported'],
  ['F', 'Runtime.MalformedHandlerName: Bad handler'],
  ['F.run', 'Its code could not be loaded: Handler run is not a function in F'],
  ['F.run', "Runtime.HandlerNotFound: Handler 'run' missing on module 'F'"],
  ['F.run', "Its code could not be loaded: module 'F' has no attribute 'run'"],
  ['F.run', "Runtime.ImportModuleError: Unable to import module 'F': No module named 'F'"],
  ['F.run', 'Runtime.ImportModuleError: cannot load such file -- F'],
  ['example.Main::run', 'java.lang.ClassNotFoundException: example.Main'],
];

/** Errors of code whose handler is right, and a part of what to do. */
const others: readonly (readonly [error: string, advice: RegExp | undefined])[] = [
  ["Cannot find package 'sharp' imported from /var/task/F.mjs", /npm install sharp /],
  ["Runtime.ImportModuleError: Error: Cannot find module 'sharp'", /package sharp,/],
  ["Cannot find package '@img/colour/x.js' imported from /var/task/F.mjs", /npm install @img\/colour /],
  ["Runtime.ImportModuleError: Error: Cannot find module 'aws-sdk'", /version 3 of the AWS SDK/],
  ["Error: Cannot find module 'aws-sdk/clients/s3'", /@aws-sdk\/client-s3/],
  ["Cannot find module './lib/resize'", /own file \.\/lib\/resize/],
  ["Cannot find module '/var/task/lib/x.mjs' imported from /var/task/F.mjs", /own file lib\/x\.mjs/],
  ['TypeError: s3.getObject(...).promise is not a function', /no \.promise\(\)/],
  ['TypeError: resize is not a function', undefined],
  ['Could not load the "sharp" module using the linux-x64 runtime', /npm install --os=linux --cpu=x64/],
  ['/var/task/node_modules/x/x.node: invalid ELF header', /another platform/],
  ["/lib64/libc.so.6: version `GLIBC_2.34' not found (required by /var/task/x.so)", /manylinux2014_x86_64/],
  ["Unable to import module 'F': cannot import name '_imaging' from 'PIL'", /pip install .*manylinux/],
  ["Unable to import module 'F': No module named 'PIL'", /pip install --target \. Pillow/],
  ["Unable to import module 'F': No module named 'numpy.core._multiarray_umath'", /another platform/],
  ["cannot import name 'nope' from 'json'", /Compare the version/],
  ['SyntaxError: Cannot use import statement outside a module', /\.mjs/],
  ['ReferenceError: require is not defined in ES module scope, you can use import instead', /\.cjs/],
  ['Error [ERR_REQUIRE_ESM]: require() of ES Module /var/task/x.js not supported.', /Use import/],
  ["Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'", undefined],
  ["AttributeError: module 'json' has no attribute 'nope'", undefined],
];

describe('a handler that is not there', () => {
  for (const [handler, error] of missing) {
    it(`${handler}: ${error}`, () => assert.ok(isHandlerMissing(error, handler)));
  }
});

describe('an error of the code is not a missing handler', () => {
  for (const [error, advice] of others) {
    it(error, () => {
      assert.ok(!isHandlerMissing(error, 'F.run'));
      const told = whatToDo(error);
      if (advice === undefined) assert.equal(told, undefined);
      else assert.match(told ?? '', advice);
    });
  }
});

it('a native module is wanted for the processor of the function', () => {
  assert.match(whatToDo('x.node: invalid ELF header', 'arm64') ?? '', /--cpu=arm64/);
});
