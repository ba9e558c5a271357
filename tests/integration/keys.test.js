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
