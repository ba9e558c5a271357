// docs/claims.md: each claim names tests, and these tests are there.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../lib/traffic.js';

const CLAIM = /^\| (?!claim|---)(.+?) \| (.+) \|$/;
const TEST = /^`([^`]+)`: (.+)$/;

function claims() {
  return fs.readFileSync(path.join(ROOT, 'docs/claims.md'), 'utf8').split('\n')
    .map((line) => CLAIM.exec(line)).filter(Boolean)
    .map(([, claim, shown]) => ({ claim, tests: shown.split('; ') }));
}

function titlesOf(file) {
  const text = fs.readFileSync(path.join(ROOT, 'tests/integration', file), 'utf8');
  return [...text.matchAll(/\b(?:it|test)\(\s*'((?:[^'\\]|\\.)*)'/g)]
    .map(([, title]) => title.replace(/\\'/g, '\''));
}

it('every claim names a test, and it is there', () => {
  const all = claims();
  assert.ok(all.length > 20, `${all.length} claims`);
  for (const { claim, tests } of all) {
    for (const test of tests) {
      const [, file, title] = TEST.exec(test) ?? assert.fail(`${claim}: ${test}`);
      assert.ok(titlesOf(file).includes(title), `${claim}: no test "${title}" in ${file}`);
    }
  }
});
