// docs/claims.md: each claim names tests, and these tests are there. docs/security.md: each row of
// whom something is protected against names files of tests, too.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../lib/traffic.js';

const CLAIM = /^\| (?!claim|---)(.+?) \| (.+) \|$/;
const TEST = /^`([^`]+)`: (.+)$/;
const THREAT = /^\| (?!who \||---)(.+?) \| (.+) \| (.+) \|$/;
const NAMED = /`((?:tests|client-web)\/[^`]+)`/g;

// Where a file of tests is looked for by the name that a claim gives it.
const FOLDERS = ['tests/integration', 'tests', '.'];

// How a test is called in a file of its kind: in JavaScript, in C, a stage of tests/suite.
const TITLES = {
  '.js': /\b(?:it|test)\(\s*'((?:[^'\\]|\\.)*)'/g,
  '.c': /^ {8}(?:[A-Z_]+|cmocka_unit_test\w*)\((\w+)[,)]/gm,
  '': /^ *stage ([\w-]+) /gm,
};

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');

function claims() {
  return read('docs/claims.md').split('\n')
    .map((line) => CLAIM.exec(line)).filter(Boolean)
    .map(([, claim, shown]) => ({ claim, tests: shown.split('; ') }));
}

const placeOf = (file) => FOLDERS.map((folder) => path.join(folder, file))
  .find((place) => fs.existsSync(path.join(ROOT, place)));

const titlesOf = (place) => [...read(place).matchAll(TITLES[path.extname(place)])]
  .map(([, title]) => title.replace(/\\'/g, '\''));

it('every claim names a test, and it is there', () => {
  const all = claims();
  assert.ok(all.length > 60, `${all.length} claims`);
  for (const { claim, tests } of all) {
    for (const test of tests) {
      const [, file, title] = TEST.exec(test) ?? assert.fail(`${claim}: ${test}`);
      const place = placeOf(file) ?? assert.fail(`${claim}: no file ${file}`);
      assert.ok(titlesOf(place).includes(title), `${claim}: no test "${title}" in ${file}`);
    }
  }
});

it('whatever is protected against somebody has tests, some of them claimed', () => {
  const claimed = new Set(claims().flatMap(({ tests }) => tests)
    .map((test) => placeOf(TEST.exec(test)[1])));
  const [, table] = read('docs/security.md').split('## Against whom');
  const rows = table.split('\n## ')[0].split('\n').map((line) => THREAT.exec(line)).filter(Boolean);
  assert.ok(rows.length > 15, `${rows.length} rows`);
  for (const [, who, protects] of rows) {
    const files = [...protects.matchAll(NAMED)].map(([, file]) => file);
    assert.ok(files.length > 0, `no test is named against ${who}`);
    assert.ok(files.some((file) => claimed.has(file)), `no claim has a test against ${who}`);
  }
});

it('what security.md names is there', () => {
  for (const [, file] of read('docs/security.md').matchAll(NAMED)) {
    assert.ok(fs.existsSync(path.join(ROOT, file)), file);
  }
});
