// Backups while people talk, going back to one, and everything that is refused: what was
// damaged, cut short, sealed for somebody else, or does not belong together.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Backups } from '../lib/backup.js';
import { Device } from '../lib/client.js';
import { alterDatabase, readDatabase, touchDatabase } from '../lib/database.js';
import { Http } from '../lib/http.js';
import { SoftPasskey } from '../lib/passkey.js';
import { PASSWORD, Town } from '../lib/people.js';
import { kithctl, newDataDir, refusesToStart, removeDataDir } from '../lib/server.js';
import { shimEnv } from '../lib/shim.js';
import { until } from '../lib/wait.js';

// Of backups that are made under load: more of them in make test-backup.
const ROUNDS = Number(process.env.KITH_BACKUPS ?? 4);

async function talk(options = {}) {
  const backups = new Backups();
  const town = await Town.found({ options: { ...backups.options, ...options } });
  const june = await town.carer('June');
  const priya = await town.supporter('Priya');
  const group = await town.group('Kettle', june, priya);
  await Promise.all([june, priya].map((who) => who.attach()));
  return { backups, town, server: town.server, june, priya, group };
}

async function end({ backups, server }, ...folders) {
  await server.stop();
  backups.remove();
  folders.forEach((folder) => removeDataDir(path.dirname(folder)));
}

/** `who` goes on talking until it is called; it answers how many were stored. */
function keepTalking(who, group) {
  let goesOn = true;
  let stored = 0;
  const talking = (async () => {
    while (goesOn) {
      await Promise.all(Array.from({ length: 2 }, (_, i) => who.sends(`line ${stored + i}`, group)));
      stored += 2;
    }
  })();
  return {
    get stored() { return stored; },
    async end() { goesOn = false; await talking; return stored; },
  };
}

const messagesIn = (folder) => Number(readDatabase(folder, 'SELECT count(*) FROM event WHERE kind = 1'));

/** `server` goes on with the folder `dataDir`, as an operator would move it. */
function giveMasterKey(server, dataDir) {
  fs.copyFileSync(path.join(server.dataDir, 'master.key'), path.join(dataDir, 'master.key'));
  fs.chmodSync(path.join(dataDir, 'master.key'), 0o600);
}

/** A lead has read what could not be restored. */
async function goOnWith(server, dataDir) {
  removeDataDir(server.dataDir);
  server.dataDir = dataDir;
  await server.restart();
}

async function addsPasskey(server, { http }) {
  const phone = new SoftPasskey(server.origin);
  const { passkey } = await http.call('account.passkey_add',
    phone.make(await http.call('account.passkey_begin', { password: PASSWORD })));
  return { phone, passkey };
}

async function signsInWith(server, { phone }) {
  const http = new Http(server.url);
  phone.origin = server.origin;
  return http.call('session.passkey_start', phone.signIn(await http.call('session.passkey_begin')));
}

function flip(file, at) {
  const bytes = fs.readFileSync(file);
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  fs.writeFileSync(`${file}.flipped`, bytes);
  return `${file}.flipped`;
}

function cut(file, by) {
  fs.writeFileSync(`${file}.cut`, fs.readFileSync(file).subarray(0, -by));
  return `${file}.cut`;
}

const HOLD = 'import fcntl, os, sys\nfolder = os.open(sys.argv[1], os.O_RDONLY)\n' +
  'fcntl.flock(folder, fcntl.LOCK_EX)\nprint("held", flush=True)\nsys.stdin.read()\n';

/** Somebody is at work in the folder `dataDir` until it is called. */
async function holdsLock(dataDir) {
  const child = spawn('python3', ['-c', HOLD, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { async end() { child.stdin.end(); await once(child, 'close'); } };
}

describe('a backup', () => {
  it('is whole whenever it is made, whatever is written meanwhile', async () => {
    const all = await talk();
    const { backups, server, june, group } = all;
    const load = keepTalking(june, group);
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        await until('some talk', () => load.stored > round * 50);
        const before = load.stored;
        const archives = await backups.makeMeanwhile(server);
        assert.ok(load.stored > before, 'people wrote while it was made');
        const { dataDir } = backups.restore(server, archives);
        const restored = messagesIn(dataDir);
        assert.ok(restored >= before, `round ${round}: ${restored} of ${before}`);
        removeDataDir(path.dirname(dataDir));
      }
    } finally {
      await load.end();
      await end(all);
    }
  });

  it('is gone back to: devices fetch everything anew by themselves, once signed in', async () => {
    const all = await talk();
    const { backups, town, server, june, priya, group } = all;
    try {
      const mo = await town.carer('Mo');
      const lil = await town.carer('Lil');
      await mo.attach();
      await town.cora.call('conversation.add', { conversation: group, person: lil.person });
      await june.sends('before', group);
      const [lost, spare] = [await addsPasskey(server, june), await addsPasskey(server, june)];
      const archives = backups.make(server);
      assert.match(server.kithctl('status').stdout, /last backup +20\d\d-/);
      for (const file of Object.values(archives)) {
        assert.equal(fs.statSync(file).mode & 0o777, 0o600);
      }
      await june.sends('after', group);
      const cursors = june.cursors();
      // The ledger knows of what came after the backup.
      await priya.call('person.block', { person: june.person });
      await mo.http.call('account.set_password',
        { password: PASSWORD, new_password: 'gherkin lantern owl' });
      await town.cora.call('conversation.remove', { conversation: group, person: lil.person });
      await june.http.call('account.passkey_remove', { passkey: lost.passkey, password: PASSWORD });
      await server.stop({ keep: true });
      // A line that somebody added who has no keys.
      const [, seq] = fs.readFileSync(backups.at('safety.ledger'), 'utf8').trim().split('\n').at(-1).split(' ');
      fs.copyFileSync(backups.at('safety.ledger'), backups.at('forged'));
      fs.appendFileSync(backups.at('forged'),
        `kith-safety-1 ${Number(seq) + 1} 1 left 1 0 0 ${'0'.repeat(64)}\n`);
      assert.match(backups.restore(server, archives,
        { args: ['--ledger', backups.at('forged')], fails: true }).stderr, /somebody changed it/);
      const { dataDir, stdout } = backups.restore(server, archives,
        { args: ['--ledger', backups.at('safety.ledger')] });
      assert.match(stdout, /records of the safety ledger were done again/);
      assert.match(stdout, /nothing is known of what was done after 20\d\d-/);
      giveMasterKey(server, dataDir);
      kithctl(dataDir, ['restore', '--acknowledge']);
      await goOnWith(server, dataDir);
      await assert.rejects(june.http.call('session.ticket'), /unauthenticated/);
      const again = await Device.signIn(server, 'june', PASSWORD);
      const { conversations } = await again.attach({ resume: cursors });
      const told = conversations.find(({ id }) => id === group);
      assert.equal(told.resync, true);
      const { events } = await again.call('conversation.history', { conversation: group, limit: 100 });
      const texts = events.map(({ data }) => data.text).filter(Boolean);
      assert.deepEqual(texts, ['before']);
      await again.sends('and on', group);
      // Priya's block holds again: what June writes is withheld from her.
      const other = await Device.signIn(server, 'priya', PASSWORD);
      await other.attach();
      const page = await other.call('conversation.history', { conversation: group, limit: 100 });
      assert.equal(page.events.at(-1).kind, 'withheld');
      // A passkey that was taken away since lets nobody in; the other does.
      await assert.rejects(signsInWith(server, lost), /unauthenticated/);
      assert.equal((await signsInWith(server, spare)).person, june.person);
      // A password that was changed since is not undone, nor is being taken out.
      assert.equal(mo.handle, 'mo-');
      await assert.rejects(Device.signIn(server, mo.handle, PASSWORD), /unauthenticated/);
      const out = await Device.signIn(server, 'lil', PASSWORD);
      await out.attach();
      await assert.rejects(out.call('conversation.history', { conversation: group, limit: 1 }), /not_found/);
    } finally {
      await end(all);
    }
  });

  it('deletes no account of somebody who took that back since', async () => {
    const all = await talk();
    const { backups, server, june, priya } = all;
    try {
      await june.http.call('account.erase', { password: PASSWORD });
      const archives = backups.make(server);
      await june.http.call('account.erase_cancel');
      await priya.http.call('account.erase', { password: PASSWORD });
      await server.stop({ keep: true });
      const { dataDir, stdout } = backups.restore(server, archives,
        { args: ['--ledger', backups.at('safety.ledger')] });
      assert.match(stdout, /erasure_asked {2}Priya \(/);
      assert.ok(!/June/.test(stdout), stdout);
      giveMasterKey(server, dataDir);
      kithctl(dataDir, ['restore', '--acknowledge']);
      await goOnWith(server, dataDir);
      for (const [handle, asked] of [['june', false], ['priya', true]]) {
        const again = await Device.signIn(server, handle, PASSWORD);
        const plan = await again.http.call('account.erasure_plan');
        assert.equal(plan.asked_at !== undefined, asked, handle);
      }
    } finally {
      await end(all);
    }
  });

  it('keeps people out until a lead has read what could not be restored', async () => {
    const all = await talk();
    const { backups, server } = all;
    try {
      const archives = backups.make(server);
      await server.stop({ keep: true });
      fs.rmSync(backups.at('safety.ledger'));
      const { dataDir, stdout } = backups.restore(server, archives);
      assert.match(stdout, /no safety ledger that goes on after the backup was there/);
      giveMasterKey(server, dataDir);
      const { words } = await refusesToStart({ dataDir });
      assert.match(words, /the safeguarding lead has to read first what could not be restored/);
      // Once more keeps what was to be read, and all of it is shown before it goes.
      alterDatabase({ dataDir }, `INSERT INTO restore_issue (seq, at_utc_ms, kind, a, b, why)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        SELECT i, 1, 'suspend', 42, 0, 'line ' || i || ' of many' FROM n;`);
      const lines = (said) => said.match(/line \d+ of many/g)?.length;
      assert.equal(lines(kithctl(dataDir, ['restore', '--adopt']).stdout), 2500);
      const { stdout: read } = kithctl(dataDir, ['restore', '--acknowledge']);
      assert.equal(lines(read), 2500);
      assert.match(read, /kithd can be started/);
      await goOnWith(server, dataDir);
    } finally {
      await end(all);
    }
  });

  it('is refused in plain words where it is not what it should be', async () => {
    const all = await talk();
    const { backups, server } = all;
    const others = new Backups();
    try {
      const archives = backups.make(server);
      const says = (changed, pattern, privateKey = backups.privateKey) => {
        const dataDir = path.join(newDataDir(), 'data');
        const run = kithctl(dataDir, ['restore', changed.kith ?? archives.kith,
          changed.keys ?? archives.keys, '--private-key', privateKey,
          '--master-key-file', path.join(server.dataDir, 'master.key')], { fails: true });
        assert.equal(run.code, 1);
        assert.match(run.stderr, pattern);
        const left = fs.existsSync(dataDir) ? fs.readdirSync(dataDir) : [];
        assert.deepEqual(left, [], 'nothing half done is left');
        removeDataDir(path.dirname(dataDir));
      };
      says({ kith: flip(archives.kith, -1) }, /is damaged or cut short/);
      says({ kith: flip(archives.kith, 5000) }, /is damaged or cut short/);
      says({ keys: flip(archives.keys, 300) }, /is damaged or cut short/);
      says({ kith: cut(archives.kith, 1) }, /is damaged or cut short/);
      says({ kith: cut(archives.kith, 70000) }, /is damaged or cut short/);
      says({ keys: cut(archives.keys, 100) }, /is damaged or cut short/);
      says({}, /was sealed for another key than the one in/, others.privateKey);
      says({}, /is no private key of kithctl backup-key make/, archives.kith);
      says({ kith: archives.keys, keys: archives.kith }, /give the archive kith-… first/);
      says({ kith: backups.privateKey }, /is no backup of Kith/);
      says({ kith: '/nowhere' }, /there is no such file/);
    } finally {
      others.remove();
      await end(all);
    }
  });

  it('goes into a folder that holds the master key, and nothing else', async () => {
    const all = await talk();
    const { backups, server } = all;
    const folders = [];
    try {
      const archives = backups.make(server);
      const into = (files, args, options = {}) => {
        const dataDir = path.join(newDataDir(), 'data');
        folders.push(dataDir);
        fs.mkdirSync(dataDir, { recursive: true });
        files.forEach((name) => {
          fs.copyFileSync(path.join(server.dataDir, 'master.key'), path.join(dataDir, name));
          fs.chmodSync(path.join(dataDir, name), 0o600);
        });
        return { dataDir, ...kithctl(dataDir, ['restore', archives.kith, archives.keys,
          '--private-key', backups.privateKey, ...args(dataDir)], options) };
      };
      const named = (dataDir) => ['--master-key-file', path.join(dataDir, 'own.key')];
      into(['master.key'], () => []);
      into(['own.key'], named);
      const more = { fails: true };
      assert.match(into(['own.key'], () => [], more).stderr, /holds more than a master key/);
      assert.match(into(['own.key', 'x'], named, more).stderr, /holds more than a master key/);
    } finally {
      await end(all, ...folders);
    }
  });

  it('is not there where what was done again did not get into kith.db', async () => {
    const all = await talk();
    const { backups, server } = all;
    try {
      const archives = backups.make(server);
      fs.writeFileSync(backups.at('full'), '');
      const { dataDir, stderr } = backups.restore(server, archives,
        { fails: true, env: shimEnv({ fold: backups.at('full') }, 'full_disk') });
      assert.match(stderr, /could not be written into kith\.db.*has room.*Nothing was restored/);
      assert.deepEqual(fs.readdirSync(dataDir), []);
      backups.restore(server, archives, { dataDir });
      assert.deepEqual(fs.readdirSync(dataDir).sort(), ['keys.db', 'kith.db']);
    } finally {
      await end(all);
    }
  });

  it('takes away what a restore left that was killed, and not of one at work', async () => {
    const all = await talk();
    const { backups, server } = all;
    try {
      const archives = backups.make(server);
      const dataDir = path.join(newDataDir(), 'data');
      const part = path.join(dataDir, 'restore.part');
      const left = () => {
        fs.mkdirSync(part, { recursive: true });
        ['kith.db', 'kith.db-wal', 'keys.db', 'kith.lock'].forEach((name) =>
          fs.writeFileSync(path.join(part, name), 'half'));
      };
      const refuse = () => backups.restore(server, archives, { dataDir, fails: true }).stderr;
      left();
      const other = await holdsLock(dataDir);
      assert.match(refuse(), /another kithctl restore is at work in/);
      assert.equal(fs.readdirSync(part).length, 4);
      await other.end();
      fs.writeFileSync(path.join(part, 'letter'), 'no restore leaves this');
      assert.match(refuse(), /restore\.part holds what no restore leaves: remove it/);
      fs.rmSync(path.join(part, 'letter'));
      left();
      fs.renameSync(path.join(part, 'keys.db'), path.join(dataDir, 'keys.db'));
      assert.match(refuse(), /of a restore that was cut short at its end: remove both/);
      assert.deepEqual(fs.readdirSync(dataDir).sort(), ['keys.db', 'restore.part']);
      fs.rmSync(path.join(dataDir, 'keys.db'));
      backups.restore(server, archives, { dataDir });
      assert.deepEqual(fs.readdirSync(dataDir).sort(), ['keys.db', 'kith.db']);
      removeDataDir(path.dirname(dataDir));
    } finally {
      await end(all);
    }
  });

  it('is refused with the keys of another folder, older keys, or of an older version', async () => {
    const all = await talk();
    const other = await talk();
    const { backups, server } = all;
    try {
      const first = backups.make(server);
      const second = backups.make(server);
      // The other town seals for the same safe.
      await other.server.stop({ keep: true });
      await other.server.restart({ options: { 'backup-public-key': backups.publicKey } });
      const foreign = other.backups.make(other.server);
      const refuse = (archives) => backups.restore(server, archives, { fails: true }).stderr;
      assert.match(refuse({ ...second, keys: foreign.keys }), /holds the keys of another folder/);
      assert.match(refuse({ ...second, keys: first.keys }), /is older than .*: take the keys of/);
      assert.equal(backups.restore(server, { ...first, keys: second.keys }).code, 0);
      touchDatabase(server, 'PRAGMA user_version = 3');
      const old = backups.make(server);
      assert.match(refuse(old), /was made by an older version of Kith \(schema 3, this one has/);
    } finally {
      await end(other);
      await end(all);
    }
  });

  it('is not made where it is not set up, and says what is missing', async () => {
    const town = await Town.found();
    try {
      const run = kithctl(town.server.dataDir, ['backup'], { fails: true });
      assert.match(run.stderr, /backup-dir, backup-keys-dir and backup-public-key must be/);
    } finally {
      await town.server.stop();
    }
  });

  it('that fails is told in the log and by kithctl', async () => {
    const all = await talk();
    const { backups, server } = all;
    try {
      fs.writeFileSync(backups.at('kith'), 'a file where the folder should be');
      server.expectError(/event=backup_not_sealed|event=backup_failed/);
      const run = kithctl(server.dataDir, ['backup'], { fails: true });
      assert.match(run.stderr, /no backup was made; the log of kithd says why/);
      assert.match(server.kithctl('backup', 'status').stdout, /it failed[^]*never/);
      assert.deepEqual(fs.existsSync(path.join(server.dataDir, 'backup.work')), false);
    } finally {
      await end(all);
    }
  });

  it('that kill -9 ended leaves nothing unsealed after the next start', async () => {
    const all = await talk();
    const { backups, server, june, group } = all;
    const work = path.join(server.dataDir, 'backup.work');
    try {
      for (let i = 0; i < 50; i += 1) { // so that copying takes a while
        await Promise.all(Array.from({ length: 8 }, () => june.sends('word '.repeat(700), group)));
      }
      const made = backups.makeMeanwhile(server).catch(() => null);
      await until('a copy', () => fs.existsSync(work));
      await server.kill9();
      await made;
      assert.ok(fs.existsSync(work));
      await server.restart();
      assert.ok(!fs.existsSync(work));
      backups.make(server);
      assert.equal(fs.readdirSync(backups.at('kith')).length, 1);
    } finally {
      await end(all);
    }
  });

  it('has a folder of its own to work in, or kithd does not start', async () => {
    const all = await talk();
    const { backups, server } = all;
    try {
      await server.stop({ keep: true });
      const ledger = ['--safety-ledger-file', backups.at('safety.ledger')];
      for (const taken of [`${server.dataDir}/`, backups.folder]) {
        const { words, code } = await refusesToStart({ dataDir: server.dataDir,
          args: [...ledger, '--backup-work-dir', taken] });
        assert.match(words, /backup_work_dir_refused what_to_do=let_it_name_a_folder_that_holds/);
        assert.equal(code, 78);
      }
      assert.ok(fs.existsSync(path.join(server.dataDir, 'kith.db')));
      assert.ok(fs.existsSync(backups.at('safety.ledger')));
      await server.restart();
    } finally {
      await end(all);
    }
  });

  it('is made by the clock where that is set', async () => {
    const all = await talk({ 'backup-every-hours': 1 });
    const { backups, server } = all;
    try {
      await until('a backup', () =>
        /last good one +\d/.test(server.kithctl('backup', 'status').stdout));
      assert.equal(fs.readdirSync(backups.at('kith')).length, 1);
    } finally {
      await end(all);
    }
  });
});

describe('a folder that went back', () => {
  const copy = (from, to, names) => names.forEach((name) => {
    const file = path.join(from, name);
    fs.rmSync(path.join(to, name), { force: true });
    if (fs.existsSync(file)) {
      fs.copyFileSync(file, path.join(to, name));
    }
  });

  it('is noticed where kith.db was copied back, and adopted', async () => {
    const all = await talk();
    const { backups, server, june, priya, group } = all;
    const aside = newDataDir();
    try {
      await june.sends('before', group);
      await server.stop({ keep: true });
      copy(server.dataDir, aside, ['kith.db']);
      await server.restart();
      await Promise.all([june, priya].map((who) => who.attach()));
      await priya.call('person.block', { person: june.person });
      await server.stop({ keep: true });
      copy(aside, server.dataDir, ['kith.db', 'kith.db-wal', 'kith.db-shm']);
      const args = ['--safety-ledger-file', backups.at('safety.ledger')];
      const { words } = await refusesToStart({ dataDir: server.dataDir, args });
      assert.match(words, /this kith\.db is older than its keys or its safety ledger: it was copied back or the machine was rolled back; use kithctl restore --adopt/);
      const { stdout } = kithctl(server.dataDir, ['restore', '--adopt', ...args]);
      assert.match(stdout, /\d+ records of the safety ledger were done again/);
      // It is the folder's own ledger: nothing came after its end.
      assert.doesNotMatch(stdout, /nothing is known/);
      assert.match(stdout, /the safety ledger never says/);
      kithctl(server.dataDir, ['restore', '--acknowledge', ...args]);
      await server.restart();
      const other = await Device.signIn(server, 'priya', PASSWORD);
      const again = await Device.signIn(server, 'june', PASSWORD);
      await again.attach();
      await again.sends('unseen', group);
      await other.attach();
      const page = await other.call('conversation.history', { conversation: group, limit: 100 });
      assert.equal(page.events.at(-1).kind, 'withheld');
    } finally {
      removeDataDir(aside);
      await end(all);
    }
  });

  it('is noticed where the whole machine did, by the ledger on another disk', async () => {
    const all = await talk();
    const { backups, server } = all;
    const aside = newDataDir();
    const names = ['kith.db', 'keys.db'];
    try {
      await server.stop({ keep: true });
      copy(server.dataDir, aside, names);
      await server.restart();
      await server.stop({ keep: true });
      copy(aside, server.dataDir, [...names, 'kith.db-wal', 'kith.db-shm']);
      const args = ['--safety-ledger-file', backups.at('safety.ledger')];
      const { words } = await refusesToStart({ dataDir: server.dataDir, args });
      assert.match(words, /event=kith_db_is_older/);
      kithctl(server.dataDir, ['restore', '--adopt', ...args]);
      kithctl(server.dataDir, ['restore', '--acknowledge', ...args]);
      await server.restart();
    } finally {
      removeDataDir(aside);
      await end(all);
    }
  });

  it('is noticed where keys.db alone did', async () => {
    const all = await talk();
    const { server } = all;
    const aside = newDataDir();
    try {
      await server.stop({ keep: true });
      copy(server.dataDir, aside, ['keys.db']);
      await server.restart();
      await server.stop({ keep: true });
      copy(aside, server.dataDir, ['keys.db']);
      const { words } = await refusesToStart({ dataDir: server.dataDir });
      assert.match(words, /this keys\.db is older than its kith\.db/);
      kithctl(server.dataDir, ['restore', '--adopt']);
    } finally {
      removeDataDir(aside);
      await end(all);
    }
  });

  it('says that keys.db is missing, and makes no new one', async () => {
    const all = await talk();
    const { server } = all;
    const keys = path.join(server.dataDir, 'keys.db');
    try {
      await server.stop({ keep: true });
      fs.renameSync(keys, `${keys}.aside`);
      for (let i = 0; i < 2; i += 1) {
        const { words } = await refusesToStart({ dataDir: server.dataDir });
        assert.match(words, /event=keys_db_missing.*the keys\.db of this folder is missing/);
        assert.ok(!fs.existsSync(keys));
      }
      const run = kithctl(server.dataDir, ['restore', '--adopt'], { fails: true });
      assert.match(run.stderr, /the keys\.db of .* is missing/);
      const verify = kithctl(server.dataDir, ['keys', 'verify'], { fails: true });
      assert.match(verify.stderr, /the keys\.db of .* is missing/);
      fs.renameSync(`${keys}.aside`, keys);
      await server.restart();
    } finally {
      await end(all);
    }
  });

  it('is no alarm after kill -9 at any moment', async () => {
    const all = await talk();
    const { server, june, priya, group } = all;
    try {
      for (let i = 0; i < 5; i += 1) {
        await june.call('person.block', { person: priya.person });
        await june.call('person.unblock', { person: priya.person });
        const sent = june.sends(`round ${i}`, group).catch(() => null);
        await server.kill9();
        await sent;
        await server.restart();
        await Promise.all([june, priya].map((who) => who.attach()));
      }
    } finally {
      await end(all);
    }
  });
});
