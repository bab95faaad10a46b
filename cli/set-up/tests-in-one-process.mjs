/**
 * Runs most of the unit tests in this process, because starting a process for each file takes longer than its tests. Each file is
 * a suite with hooks of its own. The launcher passes this file to Node's test runner in place of those files.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../project.mjs';
import { ownProcess, patterns } from './test-files.mjs';

const files = globSync(patterns.unit, { cwd: root, exclude: [...ownProcess] });
if (files.length === 0) throw new Error(`Expected test files that match ${patterns.unit}, found none.`);

// The import must start within the suite. Otherwise, the tests and hooks of the file would belong to no suite.
for (const file of files.sort()) describe(file, () => import(pathToFileURL(path.join(root, file)).href));
