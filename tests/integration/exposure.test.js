// What kithd leaves lying about: files, sockets, core files, memory that may be swapped.
// docs/security.md says what it should be.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Town } from '../lib/people.js';

// Set where a build without sanitizers is tried: nothing may then be left out, and a log line
// that says that keys may be swapped is no excuse.
const STRICT = process.env.KITH_EXPOSURE === 'strict';
const IS_ROOT = process.getuid() === 0;
// Root as an ordinary user is: it locks what RLIMIT_MEMLOCK lets it, and looks into no process
// that says that it may not be looked into.
const ORDINARY = IS_ROOT ? ['setpriv', '--bounding-set=-all'] : undefined;

const modeOf = (file) => (fs.statSync(file).mode & 0o777).toString(8);
const procFile = (server, name) => fs.readFileSync(`/proc/${server.pid}/${name}`, 'utf8');

/** Whether another program of the same user can look into the process `pid`. */
function isLookedInto(pid) {
  const [program, ...args] = [...(ORDINARY ?? []), 'cat', `/proc/${pid}/environ`];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.ok(status === 0 || /Permission denied/.test(stderr), stderr);
  return status === 0;
}

/** The mappings of a process with whether they are locked and what is in them. */
function* mappingsOf(pid) {
  const memory = fs.openSync(`/proc/${pid}/mem`);
  const maps = fs.readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/);
  for (const text of maps) {
    const [, from, to, flags, name] = /^(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)/.exec(text);
    const [start, end] = [from, to].map((hex) => parseInt(hex, 16));
    if (!/^\[v/.test(name) && /w|---/.test(flags)) {
      const bytes = Buffer.alloc(end - start);
      try {
        fs.readSync(memory, bytes, 0, bytes.length, start);
        yield { name, bytes, locked: /VmFlags:.* lo\b/.test(text), from };
      } catch (error) {
        assert.equal(error.code, 'EIO', name); // a page that guards others
      }
    }
  }
  fs.closeSync(memory);
}

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
    const town = await Town.found({ wrap: ORDINARY });
    const { server } = town;
    try {
      assert.match(procFile(server, 'limits'), /Max core file size +0 +0 /);
      const lockedKib = Number(/VmLck:\s+(\d+) kB/.exec(procFile(server, 'status'))[1]);
      const saysSo = /keys_may_be_swapped/.test(server.stderr);
      if (STRICT) {
        assert.ok(!server.sanitized, 'a build without sanitizers');
        assert.ok(!saysSo, 'it may lock what it needs');
      }
      assert.ok(lockedKib > 1_000 || (saysSo && !STRICT), `${lockedKib} KiB are locked`);
      assert.equal(isLookedInto(server.pid), server.sanitized);
    } finally {
      await server.stop();
    }
  });

  it('is the master key in no memory that is not locked', {
    skip: !IS_ROOT && 'only root looks into it',
  }, async (t) => {
    const town = await Town.found({ wrap: ORDINARY });
    const { server } = town;
    try {
      if (server.sanitized) {
        t.skip('sanitizers lock nothing');
        return;
      }
      const key = Buffer.from(
        fs.readFileSync(path.join(server.dataDir, 'master.key'), 'utf8').trim(), 'hex');
      assert.equal(key.length, 32);
      const holding = [...mappingsOf(server.pid)].filter(({ bytes }) => bytes.includes(key));
      assert.ok(holding.length > 0, 'it is in its memory');
      assert.deepEqual(holding.filter(({ locked }) => !locked)
        .map(({ from, name }) => `${from} ${name}`), []);
    } finally {
      await server.stop();
    }
  });

  it('is not the master key: neither in its environment nor on its command line', async () => {
    const town = await Town.found();
    const { server } = town;
    try {
      const key = fs.readFileSync(path.join(server.dataDir, 'master.key'), 'utf8').trim();
      // Where it says that it may not be looked into, only root reads its environment.
      const readable = IS_ROOT || isLookedInto(server.pid) ? ['environ', 'cmdline'] : ['cmdline'];
      for (const name of readable) {
        assert.ok(!procFile(server, name).includes(key), name);
      }
      assert.ok(!server.stderr.includes(key), 'the log');
    } finally {
      await server.stop();
    }
  });
});
