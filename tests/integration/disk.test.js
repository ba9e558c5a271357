// A full disk makes the server read-only until there is space again; a failed fsync ends
// it, and what it acknowledged is there after a restart.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Backups } from '../lib/backup.js';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { kithctl, newDataDir, refusesToStart, removeDataDir } from '../lib/server.js';
import { shimEnv } from '../lib/shim.js';
import { until } from '../lib/wait.js';

async function townWithFaults(options = {}) {
  const folder = newDataDir();
  const [full, sync, tight, little] = ['full', 'sync', 'tight', 'little']
    .map((fault) => path.join(folder, fault));
  const town = await Town.found({ options, env: shimEnv({ full, sync, tight, little }, 'full_disk') });
  town.server.expectError(/event=(database_failed|writer_state|request_failed)/);
  const june = await town.carer('June');
  const group = await town.group('Disk', june);
  await june.attach();
  await town.cora.attach();
  return { town, june, group, full, sync, tight, little, folder };
}

/** The same, set up for backups, with so much talk that a copy takes a while. */
async function townWithBackups() {
  const backups = new Backups();
  const all = await townWithFaults(backups.options);
  all.town.server.expectError(/event=(backup_failed|backup_has_no_room|backup_not_sealed)/);
  for (let i = 0; i < 100; i += 1) {
    await Promise.all(Array.from({ length: 8 }, () => all.june.sends('word '.repeat(700), all.group)));
  }
  return { ...all, backups, server: all.town.server, work: path.join(all.town.server.dataDir, 'backup.work') };
}

async function end({ town, folder, backups }) {
  await town.close();
  backups.remove();
  removeDataDir(folder);
}

describe('disk', () => {
  it('full: refuses to write, goes on reading, recovers by itself', async () => {
    const { town, june, group, full, folder } = await townWithFaults();
    const { seq: first } = await june.sends('before', group);
    fs.writeFileSync(full, '');
    let acked = 0;
    const refusal = await until('a refusal', async () => {
      const outcome = await june.sends(`filling ${'x'.repeat(3_000)}`, group).catch((e) => e);
      acked += outcome.seq ? 1 : 0;
      return outcome.error ? outcome : null;
    });
    assert.ok(['read_only', 'internal'].includes(refusal.error), String(refusal));
    await refused(june.sends('no space', group), 'read_only', { retry: 'later' });
    const page = await june.history(group, { after: first - 1, limit: 1 });
    assert.equal(page.events[0].data.text, 'before');
    assert.ok(june.attached && town.cora.attached);
    fs.rmSync(full);
    await until('writing to work again', () => june.sends('space again', group)
      .then(() => true, () => false), 15_000);
    await town.cora.hears('message.sent', { text: 'space again' });
    const all = await june.wholeHistory(group);
    assert.equal(all.filter((e) => e.data?.text?.startsWith('filling')).length, acked);
    await town.close();
    removeDataDir(folder);
  });

  it('a failed sync: no false acknowledgement, 4012, exit 74', async () => {
    const { town, june, group, sync, folder } = await townWithFaults();
    const { seq } = await june.sends('acknowledged', group);
    fs.writeFileSync(sync, '');
    const outcome = await june.sends('not durable', group).catch((e) => e);
    assert.ok(!outcome.seq, JSON.stringify(outcome));
    const { code } = await june.isClosed();
    assert.equal(code, 4012);
    assert.equal((await town.server.ended(20_000)).code, 74);
    fs.rmSync(sync);
    await town.server.restart();
    const all = await june.wholeHistory(group);
    assert.equal(all.find((e) => e.seq === seq).data.text, 'acknowledged');
    await town.close();
    removeDataDir(folder);
  });

  it('filled by a backup: that gives way, and writing goes on', async () => {
    const all = await townWithBackups();
    const { june, group, server, tight, work, backups } = all;
    fs.writeFileSync(tight, '');
    const made = backups.makeMeanwhile(server).then(() => 'made', () => 'given up');
    await until('that the disk is full', () => june.sends('x'.repeat(3_000), group)
      .then(() => false, () => true));
    await until('writing to work again', () => june.sends('there is room', group)
      .then(() => true, () => false));
    assert.ok(!fs.existsSync(work), 'nothing is left of the copy');
    assert.equal(await made, 'given up');
    assert.match(server.kithctl('backup', 'status').stdout, /it failed/);
    fs.rmSync(tight);
    backups.make(server);
    await end(all);
  });

  it('with little room: no backup is begun, the log says so, writing goes on', async () => {
    const all = await townWithBackups();
    const { june, group, server, little, work, backups } = all;
    fs.writeFileSync(little, '');
    const run = kithctl(server.dataDir, ['backup'], { fails: true });
    assert.match(run.stderr, /the log of kithd says why \(event=backup_has_no_room/);
    await until('a line of the log', () =>
      /event=backup_has_no_room at=backup-work-dir wanted_mb=\d+ free_mb=16 what_to_do=make_room/
        .test(server.stderr));
    assert.ok(!fs.existsSync(work));
    await june.sends('goes on', group);
    fs.rmSync(little);
    backups.make(server);
    await end(all);
  });

  it('full at the start: what a crash left of a backup is removed before anything is written', async () => {
    const all = await townWithBackups();
    const { server, full, work, folder, backups } = all;
    await server.stop({ keep: true });
    fs.mkdirSync(work);
    fs.writeFileSync(path.join(work, 'kith.db'), 'unsealed');
    fs.writeFileSync(full, '');
    await refusesToStart({ dataDir: server.dataDir, env: shimEnv({ full }, 'full_disk'),
      args: ['--safety-ledger-file', backups.at('safety.ledger')] });
    assert.ok(!fs.existsSync(work));
    fs.rmSync(full);
    await server.restart();
    await end({ town: all.town, folder, backups });
  });
});
