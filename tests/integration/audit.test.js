// The audit log beside a running server: heads written out, and what verifying finds.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { kithctl } from '../lib/server.js';
import { until } from '../lib/wait.js';

describe('the audit log', () => {
  let town;
  let mo;
  let june;
  let key;
  let kept; // the copy on another machine
  before(async () => {
    town = await Town.found({ options: { 'audit-heads-interval-s': 1 } });
    mo = await town.carer('Mo');
    june = await town.carer('June');
    key = town.server.kithctl('audit', 'key').stdout.trim();
    kept = path.join(town.server.dataDir, 'kept-elsewhere');
  });
  after(() => town.close());

  const heads = () => path.join(town.server.dataDir, 'audit-heads');
  const lines = () => (fs.existsSync(heads()) ? fs.readFileSync(heads(), 'utf8').split('\n') : [])
    .filter((line) => line !== '');
  const verify = (file = heads(), publicKey = key) => {
    const { code, stdout, stderr } = kithctl(
      town.server.dataDir, ['audit', 'verify', '--heads', file, '--key', publicKey, '--json'],
      { bin: town.server.bin, fails: true });
    return { code, stderr, found: stdout === '' ? null : JSON.parse(stdout) };
  };
  const covered = () => until('every row is covered by a head', () => {
    const { code, found } = fs.existsSync(heads()) ? verify() : {};
    return code === 0 && found.not_covered === 0 && found;
  });

  it('is covered by heads that are written out while kithd runs', async () => {
    const first = await covered();
    town.server.kithctl('suspend', mo.handle);
    town.server.kithctl('unsuspend', mo.handle);
    const second = await covered();
    assert.ok(second.covered > first.covered);
    assert.equal(second.rows, second.covered);
    assert.equal(fs.statSync(heads()).mode & 0o777, 0o600);
  });

  it('has its heads written on after a server that was killed', async () => {
    await covered();
    const before = lines();
    town.server.kithctl('suspend', mo.handle);
    await town.server.kill9();
    fs.appendFileSync(heads(), before[0].slice(0, 40)); // as a crash leaves a line
    await town.server.restart();
    const { covered: rows, broken_lines: broken } = await covered();
    assert.ok(rows > Number(before.at(-1).split(' ')[1]));
    assert.equal(broken, 1);
    assert.deepEqual(lines().slice(0, before.length), before);
    town.server.kithctl('unsuspend', mo.handle);
  });

  it('names who was refused to sign in and to read', async () => {
    const { found: { rows } } = verify();
    await refused(Device.signIn(town.server, june.handle, 'nine loud geese'), 'unauthenticated');
    await refused(june.call('people.list'), 'denied');
    assert.equal(verify().found.rows, rows + 2);
  });

  it('is verified with the key that signed it only', async () => {
    await covered();
    const other = verify(heads(), 'ab'.repeat(32));
    assert.equal(other.code, 1);
    assert.match(other.stderr, /signed with this key/);
    assert.equal(verify(heads(), 'not a key').code, 64);
    assert.equal(verify(path.join(town.server.dataDir, 'none')).code, 1);
  });

  it('shows a row that was changed, and where', async () => {
    await covered();
    fs.copyFileSync(heads(), kept);
    await town.server.stop({ keep: true });
    const file = path.join(town.server.dataDir, 'kith.db');
    const whole = fs.readFileSync(file);
    const at = whole.indexOf('person.suspend');
    assert.ok(at > 0);
    whole[at + 'person.suspen'.length] ^= 1;
    fs.writeFileSync(file, whole);
    const { code, found } = verify(kept);
    assert.equal(code, 2);
    assert.equal(found.ok, false);
    assert.deepEqual(found.findings.map((f) => f.fault), ['row']);
    whole[at + 'person.suspen'.length] ^= 1;
    fs.writeFileSync(file, whole);
    assert.equal(verify(kept).code, 0);
    await town.server.restart();
  });
});
