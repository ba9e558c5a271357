// The master key: rotated while people talk, through kill -9, and what an operator reads
// when it is lost, wrong or kept elsewhere.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Town } from '../lib/people.js';
import { kithctl, newDataDir, refusesToStart, removeDataDir, startServer } from '../lib/server.js';
import { until } from '../lib/wait.js';

const keyOf = (server) => fs.readFileSync(path.join(server.dataDir, 'master.key'), 'utf8');
const status = (server) => JSON.parse(server.kithctl('keys', 'status', '--json').stdout);
const isOver = (server) => () => !status(server).rotating;

async function talk() {
  const town = await Town.found();
  const june = await town.carer('June');
  const priya = await town.supporter('Priya');
  const group = await town.group('Kettle', june, priya);
  await Promise.all([june, priya].map((who) => who.attach()));
  return { town, june, priya, group };
}

const textsOf = (events) => events.map((event) => event.data.text).filter(Boolean);

async function history(who, conversation) {
  const { events } = await who.call('conversation.history', { conversation, limit: 100 });
  return textsOf(events);
}

describe('the master key', () => {
  it('is rotated while people talk, and nobody notices', async () => {
    const { town, june, priya, group } = await talk();
    const { server } = town;
    try {
      await june.sends('before', group);
      const old = keyOf(server);
      const { keys } = status(server);
      server.kithctl('keys', 'rotate');
      const words = ['before'];
      for (let i = 0; i < 30; i += 1) {
        words.push(`meanwhile ${i}`);
        await june.sends(words.at(-1), group);
      }
      await until('the rotation to end', isOver(server));
      await until('the key to be in its place', () => keyOf(server) !== old);
      assert.deepEqual(await history(priya, group), words);
      assert.deepEqual([status(server).master, status(server).keys], [2, keys]);
      assert.match(server.kithctl('keys', 'verify').stdout, /^All \d+ keys open/);
      await server.stop({ keep: true });
      await server.restart();
      await priya.attach();
      assert.deepEqual(await history(priya, group), words);
      await server.stop({ keep: true });
      fs.writeFileSync(path.join(server.dataDir, 'master.key'), old);
      const { words: said } = await refusesToStart({ dataDir: server.dataDir });
      assert.match(said, /master_key_is_another what_to_do=restore_the_key_file/);
    } finally {
      await server.stop();
    }
  });

  it('survives kill -9 at any moment of a rotation', async () => {
    const { town, june, priya, group } = await talk();
    const { server } = town;
    try {
      const words = [];
      for (let i = 0; i < 6; i += 1) {
        words.push(`round ${i}`);
        await june.sends(words.at(-1), group);
        const { master, rotating } = status(server);
        if (!rotating) {
          server.kithctl('keys', 'rotate');
        }
        await new Promise((resolve) => { setTimeout(resolve, 5 * i); });
        await server.kill9();
        await server.restart();
        await Promise.all([june, priya].map((who) => who.attach()));
        await until('the rotation to end', isOver(server));
        assert.equal(status(server).master, rotating ? master : master + 1);
        assert.deepEqual(await history(priya, group), words);
      }
      assert.match(server.kithctl('keys', 'verify').stdout, /^All \d+ keys open/);
    } finally {
      await server.stop();
    }
  });

  // In memory, where a key that kithd made would be gone after a power cut; the operator's own
  // lies on another file system than its place, so that kithd cannot move it there.
  it('is moved by the operator where kithd cannot, who is told so until it is done', async () => {
    const there = fs.mkdtempSync('/dev/shm/kith-');
    const dataDir = newDataDir();
    const key = path.join(there, 'master.key');
    const next = path.join(dataDir, 'mine.key');
    const options = { 'master-key-file': key, 'master-key-next-file': next };
    const server = await startServer({ dataDir, options });
    const ready = async () => (await fetch(`${server.url}/readyz`)).text();
    try {
      const refused = kithctl(dataDir, ['keys', 'rotate'], { fails: true });
      assert.match(refused.stderr, /kithd cannot put a new master key in the place of the old one/);
      assert.equal(status(server).place, 'in_place');
      assert.deepEqual(fs.readdirSync(there), ['master.key']);
      fs.writeFileSync(next, `${'cd'.repeat(32)}\n`, { mode: 0o600 });
      server.expectError(/master_key_not_in_its_place/);
      server.kithctl('keys', 'rotate');
      await until('the rotation to end', isOver(server));
      const { place, lies_in: from, belongs_in: to } = status(server);
      assert.deepEqual([place, from, to], ['next_file', next, key]);
      const { stdout } = server.kithctl('keys', 'status');
      assert.match(stdout, /^Not over: the newest master key/m);
      assert.ok(stdout.includes(`mv ${next} ${key}`));
      assert.match(await ready(), /^degraded: the master key is not in its place$/m);
      await server.stop({ keep: true });
      await server.restart(); // with the next one still in its file
      assert.equal(status(server).place, 'next_file');
      fs.copyFileSync(next, key);
      fs.rmSync(next);
      assert.equal(status(server).place, 'in_place');
      assert.doesNotMatch(await ready(), /degraded/);
      await server.stop({ keep: true });
      await server.restart();
      assert.deepEqual([status(server).master, status(server).place], [2, 'in_place']);
      fs.rmSync(key);
      assert.equal(status(server).place, 'unseen');
      assert.match(server.kithctl('keys', 'status').stdout, /in no file that kithd can read/);
    } finally {
      await server.stop();
      fs.rmSync(there, { recursive: true });
      removeDataDir(dataDir);
    }
  });

  it('is found where a version before had put the next one', async () => {
    const dataDir = newDataDir();
    const key = path.join(dataDir, 'etc.key');
    const before = path.join(dataDir, 'master.key.next');
    const server = await startServer({ dataDir,
      options: { 'master-key-file': key, 'master-key-next-file': before } });
    try {
      const old = fs.readFileSync(key, 'utf8');
      server.kithctl('keys', 'rotate');
      await server.kill9();
      assert.ok(fs.existsSync(before) || fs.readFileSync(key, 'utf8') !== old);
      if (!fs.existsSync(before)) { // it was faster: as if it could not be moved
        fs.renameSync(key, before);
        fs.writeFileSync(key, old, { mode: 0o600 });
      }
      await server.restart({ options: { 'master-key-next-file': null } });
      await until('the rotation to end', () => status(server).place === 'in_place');
      assert.equal(status(server).master, 2);
      assert.notEqual(fs.readFileSync(key, 'utf8'), old);
      assert.equal(fs.existsSync(before), false);
      assert.match(kithctl(dataDir, ['keys', 'verify', '--master-key-file', key]).stdout,
        /^All \d+ keys open/);
    } finally {
      await server.stop();
      removeDataDir(dataDir);
    }
  });

  it('comes from a command, and both keys stay when it is rotated', async () => {
    const dataDir = newDataDir();
    const command = path.join(dataDir, 'print-key');
    const kept = path.join(dataDir, 'kept');
    fs.writeFileSync(kept, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    fs.writeFileSync(command, `#!/bin/sh\nexec cat ${kept}\n`, { mode: 0o700 });
    const server = await startServer({ dataDir, options: { 'master-key-command': command } });
    const next = path.join(dataDir, 'master.key.next');
    try {
      assert.equal(fs.existsSync(path.join(dataDir, 'master.key')), false);
      server.kithctl('keys', 'rotate');
      await until('the rotation to end', isOver(server));
      assert.ok(fs.existsSync(next));
      await server.stop({ keep: true });
      await server.restart(); // still with the old one from the command: the file has the next
      await server.stop({ keep: true });
      fs.renameSync(next, kept);
      await server.restart();
      assert.equal(status(server).master, 2);
      await server.stop({ keep: true });
      fs.writeFileSync(command, '#!/bin/sh\nexit 3\n');
      const { words: said } = await refusesToStart({ dataDir,
        args: ['--master-key-command', command] });
      assert.match(said, /master_key_not_read/);
    } finally {
      await server.stop();
      removeDataDir(dataDir);
    }
  });

  it('is rotated from where kithd is not running, too', async () => {
    const dataDir = newDataDir();
    kithctl(dataDir, ['demo']);
    kithctl(dataDir, ['keys', 'rotate']);
    const { rotating, place, lies_in: from } =
      JSON.parse(kithctl(dataDir, ['keys', 'status', '--json']).stdout);
    assert.deepEqual([rotating, place, from],
      [true, 'next_file', path.join(dataDir, 'master.key.next')]);
    const server = await startServer({ dataDir });
    try {
      await until('the key to be in its place', () => status(server).place === 'in_place');
      assert.equal(status(server).rotating, false);
    } finally {
      await server.stop();
    }
  });

  it('is never made anew for a folder that has something to lose', async () => {
    const dataDir = newDataDir();
    kithctl(dataDir, ['demo']);
    const file = path.join(dataDir, 'master.key');
    const key = fs.readFileSync(file, 'utf8');
    try {
      for (const [name, content, pattern] of [
        ['lost', null, /master_key_missing what_to_do=restore_the_key_file_from_its_safe_place/],
        ['another', `${'00'.repeat(32)}\n`, /master_key_is_another/],
        ['cut off', key.slice(0, 40), /master_key_is_none what_to_do=restore_a_line_of_64/],
        ['empty', '', /master_key_is_none/],
      ]) {
        fs.rmSync(file);
        if (content !== null) {
          fs.writeFileSync(file, content, { mode: 0o600 });
        }
        const { words } = await refusesToStart({ dataDir });
        assert.match(words, pattern, name);
        assert.equal(fs.existsSync(file), content !== null, name);
        fs.writeFileSync(file, key, { mode: 0o600 });
      }
      assert.match(kithctl(dataDir, ['keys', 'verify']).stdout, /^All \d+ keys open/);
    } finally {
      removeDataDir(dataDir);
    }
  });
});
