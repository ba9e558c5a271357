// What kithd leaves lying about: files, sockets, core files, memory that may be swapped.
// docs/security.md says what it should be.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Town } from '../lib/people.js';

const modeOf = (file) => (fs.statSync(file).mode & 0o777).toString(8);
const procFile = (server, name) => fs.readFileSync(`/proc/${server.pid}/${name}`, 'utf8');

describe('what kithd leaves lying about', () => {
  it('is readable by its owner only', async () => {
    const loose = process.umask(0);
    const town = await Town.found();
    process.umask(loose);
    const { server } = town;
    try {
      const names = fs.readdirSync(server.dataDir);
      for (const name of ['kith.db', 'kith.db-wal', 'keys.db', 'master.key', 'admin.sock']) {
        assert.ok(names.includes(name), `${name} is there`);
      }
      for (const name of names) {
        assert.match(modeOf(path.join(server.dataDir, name)), /^[67]00$/, name);
      }
    } finally {
      await server.stop();
    }
  });

  it('is no core file, and its keys are in memory that is locked', async () => {
    const town = await Town.found();
    const { server } = town;
    try {
      assert.match(procFile(server, 'limits'), /Max core file size +0 +0 /);
      const lockedKib = Number(/VmLck:\s+(\d+) kB/.exec(procFile(server, 'status'))[1]);
      assert.ok(lockedKib > 1_000 || /keys_may_be_swapped/.test(server.stderr),
        `${lockedKib} KiB are locked`);
      if (!server.sanitized) {
        // Not even its own user looks into it: the kernel gives such files to root.
        assert.equal(fs.statSync(`/proc/${server.pid}/environ`).uid, 0);
      }
    } finally {
      await server.stop();
    }
  });

  it('is not the master key: neither in its environment nor on its command line', async () => {
    const town = await Town.found();
    const { server } = town;
    try {
      const key = fs.readFileSync(path.join(server.dataDir, 'master.key'), 'utf8').trim();
      for (const name of ['environ', 'cmdline']) {
        assert.ok(!procFile(server, name).includes(key), name);
      }
      assert.ok(!server.stderr.includes(key), 'the log');
    } finally {
      await server.stop();
    }
  });
});
