// docs/operations.md: its table of what is kept how long says what domain/retention.c does, and
// the days are the defaults of the settings.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../lib/traffic.js';

const RULE = /\[RETENTION_([A-Z]+)\] =\s*\{((?:\s*"[^"]*"[\s,]*)+?)(\d+)\s*\}/g;
const WORD = /\[RETENTION_([A-Z]+)\] = TEXT_INIT\("([a-z]+)"\)/g;
const STRING = /"([^"]*)"\s*(,?)/g;
const ROW = /^\| `([a-z]+)` \| ([^|]+) \| ([^|]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm;
const AFTER = /^([\d,]+) days \(`([a-z-]+)`\)$/;

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** Strings that stand beside each other are one. */
function stringsOf(fields) {
  const all = [''];
  for (const [, part, comma] of fields.matchAll(STRING)) {
    all[all.length - 1] += part;
    if (comma) {
      all.push('');
    }
  }
  return all.slice(0, 3);
}

/** {clock: {what, reason, source, days}} */
function rules() {
  const words = Object.fromEntries([...read('server/store/retention_store.c').matchAll(WORD)]
    .map(([, clock, word]) => [clock, word]));
  return Object.fromEntries([...read('server/domain/retention.c').matchAll(RULE)]
    .map(([, clock, fields, days]) => {
      const [what, reason, source] = stringsOf(fields);
      return [words[clock], { what, reason, source, days: Number(days) }];
    }));
}

/** The same from the table, with the setting of each. */
function rows() {
  return Object.fromEntries([...read('docs/operations.md').matchAll(ROW)]
    .map(([, clock, what, after, reason, source]) => {
      const [, days, setting] = AFTER.exec(after) ?? [null, '0', null];
      return [clock, { what, reason, source, days: Number(days.replaceAll(',', '')), setting }];
    }));
}

it('the table of clocks is that of domain/retention.c', () => {
  const written = rows();
  const meant = rules();
  assert.deepEqual(Object.keys(written), Object.keys(meant));
  assert.ok(Object.keys(meant).length >= 7, 'all of them are found');
  for (const [clock, rule] of Object.entries(meant)) {
    const { setting, ...row } = written[clock];
    assert.deepEqual(row, rule, clock);
  }
});

it('its days are the defaults of the settings that it names', () => {
  const example = read('config/kithd.ini.example');
  const named = Object.entries(rows()).filter(([, { days }]) => days > 0);
  assert.ok(named.length >= 5, `${named.length} have a setting`);
  for (const [clock, { days, setting }] of named) {
    assert.match(example, new RegExp(`^;${setting} = ${days}$`, 'm'), clock);
  }
});
