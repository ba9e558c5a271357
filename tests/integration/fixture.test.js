// The organisation that is made to measure with.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device } from '../lib/client.js';
import { Http } from '../lib/http.js';
import { kithctl, newDataDir, removeDataDir, startServer } from '../lib/server.js';

const SIZES = ['--people', '20', '--groups', '8', '--size', '5', '--pairs', '3', '--messages', '40'];

describe('kithctl fixture', () => {
  let folder;
  let people;
  before(() => {
    folder = newDataDir();
    const tokens = path.join(folder, 'tokens');
    kithctl(folder, ['fixture', ...SIZES, '--tokens', tokens]);
    people = fs.readFileSync(tokens, 'utf8').trimEnd().split('\n').map((line) => {
      const [token, person, groups, pair] = line.split('\t');
      return { token, person, groups: groups.split(','), pair };
    });
  });
  after(() => removeDataDir(folder));

  it('writes a line for everybody, for nobody else to read', () => {
    assert.equal(people.length, 20);
    assert.equal(fs.statSync(path.join(folder, 'tokens')).mode & 0o777, 0o600);
  });

  it('has everybody in as many groups, and connects two and two', () => {
    assert.ok(people.every((p) => p.groups.length === 2 && new Set(p.groups).size === 2));
    const members = new Map();
    people.flatMap((p) => p.groups).forEach((g) => members.set(g, (members.get(g) ?? 0) + 1));
    assert.deepEqual([...members.values()], Array(8).fill(5));
    assert.equal(people[0].pair, people[1].pair);
    assert.equal(people[5].pair, people[4].pair);
    assert.notEqual(people[0].pair, people[2].pair);
    assert.ok(people.slice(6).every((p) => p.pair === '-'));
  });

  it('breaks no rule', () => {
    assert.match(kithctl(folder, ['check']).stdout, /ok: every rule holds/);
  });

  it('goes into a new folder, with people enough, and says so', () => {
    const again = kithctl(folder, ['fixture', ...SIZES, '--tokens', '/dev/null'], { fails: true });
    assert.match(again.stderr, /has an organisation already/);
    const few = ['--people', '3', '--groups', '2', '--size', '5', '--tokens', '/dev/null'];
    assert.match(kithctl(folder, ['fixture', ...few], { fails: true }).stderr, /too few people/);
    const odd = ['--people', 'many', '--groups', '2', '--size', '5', '--tokens', '/dev/null'];
    assert.match(kithctl(folder, ['fixture', ...odd], { fails: true }).stderr,
      /people must be a number from 2/);
  });

  it('lets its people in with their tokens, to talk where they are', async () => {
    const server = await startServer({ dataDir: folder });
    const http = new Http(server.url, { bearer: people[0].token });
    const device = new Device(server, { http, name: 'first' });
    await device.attach({ token: people[0].token });
    const sent = await device.call('message.send',
      { conversation: people[0].groups[0], cid: 'first', text: 'Good morning' });
    assert.ok(sent.seq > 5);
    await device.call('message.send', { conversation: people[0].pair, cid: 'second', text: 'Hello' });
    await device.leave();
    await server.stop({ keep: true });
  });
});
