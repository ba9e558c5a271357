// docs/security.md: its table of what names somebody says of every such column of the
// database whether it is in the copy of one's own data, and of none that is not there.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../lib/traffic.js';

const MIGRATIONS = path.join(ROOT, 'server/store/migrations');
const STATEMENT = new RegExp([
  String.raw`CREATE TABLE (?<made>\w+) \((?<body>.*?)\n\)[^;]*;`,
  String.raw`ALTER TABLE (?<changed>\w+)\s+ADD COLUMN (?<added>[^;]+);`,
  String.raw`ALTER TABLE (?<old>\w+)\s+RENAME TO (?<name>\w+);`,
  String.raw`DROP TABLE (?<dropped>\w+);`].join('|'), 'gs');
const COLUMN = /^\s*([a-z]\w*) (?:INTEGER|TEXT|BLOB)/;
// What is not tied to the table of people goes by one of these names. Who of the staff did
// something (…_by) is no matter of hers to whom it was done.
const NAMES = /^(?:person|carer|supporter|author|title_author|subject|reporter|sender|actor|approver|owner|assigned|deputy|coordinator|blocked|object2?|[abc])$/;
const ROW = /^\| (.+) \| (yes|no): .+ \|$/gm;
const NAMED = /`(\w+)\.(\w+)`/g;

/** {table: [columns that name somebody]} after all migrations. */
function people() {
  const tables = new Map();
  const columnsOf = (body) => body.split('\n').map((line) => [COLUMN.exec(line)?.[1], line])
    .filter(([name, line]) => name && (NAMES.test(name) || line.includes('REFERENCES person (id)')))
    .map(([name]) => name);
  for (const file of fs.readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).sort()) {
    const sql = fs.readFileSync(path.join(MIGRATIONS, file), 'utf8').replace(/--.*$/gm, '');
    for (const { groups: found } of sql.matchAll(STATEMENT)) {
      if (found.made) {
        tables.set(found.made, columnsOf(found.body));
      } else if (found.changed) {
        tables.get(found.changed).push(...columnsOf(found.added));
      } else if (found.old) {
        tables.set(found.name, tables.get(found.old));
      }
      tables.delete(found.dropped ?? found.old);
    }
  }
  return [...tables].flatMap(([table, columns]) => columns.map((name) => `${table}.${name}`)).sort();
}

it('every column that names somebody is in the copy, or the reason why not is written', () => {
  const security = fs.readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');
  const said = [...security.matchAll(ROW)].flatMap(([, columns]) =>
    [...columns.matchAll(NAMED)].map(([, table, column]) => `${table}.${column}`)).sort();
  const there = people();
  assert.ok(there.length > 70, `${there.length} columns`);
  assert.deepEqual(there.filter((name) => !said.includes(name)), [],
    'say in docs/security.md whether it is in the copy of one\'s own data');
  assert.deepEqual(said.filter((name) => !there.includes(name)), [], 'there is no such column');
  assert.equal(new Set(said).size, said.length, 'each is said once');
});
