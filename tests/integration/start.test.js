// Starting, refusing to start, stopping; health and figures; the data folder.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { request } from '../lib/http.js';
import { Town } from '../lib/people.js';
import {
  binFolder, freePort, kithctl, newDataDir, refusesToStart, removeDataDir, startServer,
} from '../lib/server.js';

/** A data folder, made by a server that has stopped again. */
async function usedFolder(settings) {
  const server = await startServer(settings);
  await server.stop({ keep: true });
  return server.dataDir;
}

/** Runs `play` with a folder of its own that is removed afterwards. */
async function withFolder(play, settings) {
  const dataDir = settings === undefined ? newDataDir() : await usedFolder(settings);
  try {
    await play(dataDir);
  } finally {
    removeDataDir(dataDir);
  }
}

describe('start', () => {
  it('makes a folder of files that only their owner can read', () => withFolder((dataDir) => {
    for (const name of ['kith.db', 'keys.db', 'master.key']) {
      const { mode } = fs.statSync(path.join(dataDir, name));
      assert.equal(mode & 0o077, 0, `${name} ${mode.toString(8)}`);
    }
    assert.equal(fs.statSync(path.join(dataDir, 'master.key')).mode & 0o777, 0o600);
  }, {}));

  it('refuses demo people on anything but plain loopback', () => withFolder(async (dataDir) => {
    for (const args of [
      ['--public-url', 'https://kith.example.org'],
      ['--public-url', 'http://192.0.2.7:8080'],
      ['--trusted-proxies', '127.0.0.1'],
      ['--listen', '0.0.0.0:0', '--public-url', 'http://localhost:8080'],
    ]) {
      const { words } = await refusesToStart({ dataDir, args });
      assert.match(words, /demo/i, `${args}: says why`);
    }
    const server = await startServer({ dataDir });
    await server.stop({ keep: true });
  }, { demo: true }));

  it('refuses a schema newer than itself', () => withFolder(async (dataDir) => {
    const file = fs.openSync(path.join(dataDir, 'kith.db'), 'r+');
    const version = Buffer.from([0, 0, 0x27, 0x0f]); // PRAGMA user_version = 9999
    fs.writeSync(file, version, 0, 4, 60);
    fs.closeSync(file);
    const { words } = await refusesToStart({ dataDir });
    assert.match(words, /newer than this program/);
  }, {}));

  it('refuses a second kithd on the same folder', async () => {
    const server = await startServer();
    const { words } = await refusesToStart({ dataDir: server.dataDir });
    assert.match(words, /lock|running|another/i);
    assert.equal((await request(`${server.url}/healthz`)).status, 200);
    await server.stop();
  });

  it('refuses a master key that others can read', () => withFolder(async (dataDir) => {
    const key = path.join(dataDir, 'master.key');
    for (const mode of [0o640, 0o604]) {
      fs.chmodSync(key, mode);
      const { words } = await refusesToStart({ dataDir });
      assert.match(words, /master.key/);
    }
  }, {}));

  it('refuses a missing or foreign master key beside an existing database',
    () => withFolder(async (dataDir) => {
      const key = path.join(dataDir, 'master.key');
      const bytes = fs.readFileSync(key);
      fs.rmSync(key);
      assert.match((await refusesToStart({ dataDir })).words, /master.key/);
      assert.ok(!fs.existsSync(key), 'no new key is made');
      fs.writeFileSync(key, Buffer.from(bytes).reverse(), { mode: 0o600 });
      await refusesToStart({ dataDir });
    }, {}));

  it('takes the master key from a path of its own', () => withFolder(async (dataDir) => {
    const keys = newDataDir();
    const options = { 'master-key-file': path.join(keys, 'elsewhere.key') };
    const server = await startServer({ dataDir, options });
    assert.ok(fs.existsSync(options['master-key-file']));
    assert.ok(!fs.existsSync(path.join(dataDir, 'master.key')));
    await server.stop({ keep: true });
    removeDataDir(keys);
  }));

  it('refuses unknown and senseless options, naming the nearest', () => withFolder(
    async (dataDir) => {
      const ini = path.join(dataDir, 'kithd.ini');
      fs.writeFileSync(ini, 'slow-reeder-s = 5\n');
      assert.match((await refusesToStart({ dataDir, args: ['--config', ini] })).words,
        /slow-reader-s/);
      assert.match((await refusesToStart({ dataDir, args: ['--send-brust', '5'] })).words,
        /send-burst/);
      await refusesToStart({ dataDir, args: ['--send-burst', 'many'] });
      await refusesToStart({ dataDir, args: ['--send-burst', '0'] });
      await refusesToStart({ dataDir, args: ['--send-burst'] });
      await refusesToStart({ dataDir, args: ['--config', path.join(dataDir, 'absent.ini')] });
      fs.writeFileSync(ini, '# a comment\nslow-reader-s = 5\n');
      const server = await startServer({ dataDir, args: ['--config', ini] });
      await server.stop({ keep: true });
    }));

  it('refuses an address in use', async () => {
    const server = await startServer();
    await withFolder(async (dataDir) => {
      const run = spawnSync(path.join(binFolder(), 'kithd'),
        ['--data-dir', dataDir, '--listen', `127.0.0.1:${server.port}`],
        { encoding: 'utf8', timeout: 15_000 });
      assert.ok(run.status > 0, `${run.status} ${run.stderr}`);
    });
    await server.stop();
  });

  it('prints help and version', () => {
    for (const [program, word] of [['kithd', 'data-dir'], ['kithctl', 'demo']]) {
      const run = spawnSync(path.join(binFolder(), program), ['--help'], { encoding: 'utf8' });
      assert.equal(run.status, 0);
      assert.match(run.stdout, new RegExp(word));
    }
  });

  it('answers for its health and gives figures on the second port only', async () => {
    const metrics = `127.0.0.1:${await freePort()}`;
    const server = await startServer({ metrics });
    for (const where of ['/healthz', '/readyz']) {
      assert.equal((await request(server.url + where)).status, 200);
    }
    const figures = await server.metrics();
    assert.match(figures, /^# HELP kith_/m);
    assert.match(figures, /^# TYPE kith_/m);
    assert.match(figures, /^kith_\w+(\{.*\})? \d/m);
    assert.equal((await request(`${server.url}/metrics`)).status, 404);
    await server.stop();
  });

  it('makes the demo once and refuses to make it while kithd runs', async () => {
    const server = await startServer({ demo: true });
    const running = kithctl(server.dataDir, ['demo'], { fails: true });
    assert.notEqual(running.code, 0);
    assert.match(running.stderr, /running/);
    await server.stop({ keep: true });
    kithctl(server.dataDir, ['demo'], { fails: true });
    await server.restart();
    await server.stop();
  });
});

describe('stop', () => {
  it('drains: 4000 with a spread after_ms, then exit 0', async () => {
    const town = await Town.found();
    const devices = [];
    for (let i = 0; i < 8; i += 1) {
      const device = await town.ada.another();
      await device.attach();
      devices.push(device);
    }
    const closed = devices.map((d) => d.isClosed());
    await town.server.stop({ keep: true });
    const waits = (await Promise.all(closed)).map(({ code, reason }) => {
      assert.equal(code, 4000);
      assert.match(reason, /^after_ms=\d+$/);
      return Number(reason.slice('after_ms='.length));
    });
    assert.ok(waits.every((ms) => ms >= 0 && ms <= 15_000), `${waits}`);
    assert.ok(new Set(waits).size > 1, `spread: ${waits}`);
    devices.forEach((d) => d.http.close());
    await town.close();
  });

  it('answers what it has taken before it goes', async () => {
    const town = await Town.found();
    const group = await town.group('Last words');
    await town.cora.attach();
    const sendings = Array.from({ length: 6 }, (_, i) =>
      town.cora.sends(`last ${i}`, group).then((r) => r.seq, (e) => e));
    town.server.signal('SIGTERM');
    const outcomes = await Promise.all(sendings);
    await town.server.stop({ keep: true });
    await town.server.restart();
    await town.cora.attach();
    const stored = await town.cora.wholeHistory(group);
    for (const [i, seq] of outcomes.entries()) {
      if (typeof seq === 'number') {
        assert.equal(stored.find((e) => e.seq === seq).data.text, `last ${i}`);
      }
    }
    await town.close();
  });

  it('serves from the same folder again, everything there', async () => {
    const town = await Town.found();
    const june = await town.carer('June');
    const group = await town.group('Kept', june);
    await june.sends('still here', group);
    await town.server.stop({ keep: true });
    await town.server.restart();
    const all = await june.wholeHistory(group);
    assert.ok(all.some((e) => e.data?.text === 'still here'));
    await june.attach({ resume: true });
    await june.sends('and going on', group);
    await town.close();
  });
});
