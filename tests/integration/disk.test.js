// A full disk makes the server read-only until there is space again; a failed fsync ends
// it, and what it acknowledged is there after a restart.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { newDataDir, removeDataDir } from '../lib/server.js';
import { shimEnv } from '../lib/shim.js';
import { until } from '../lib/wait.js';

async function townWithFaults() {
  const folder = newDataDir();
  const full = path.join(folder, 'full');
  const sync = path.join(folder, 'sync');
  const town = await Town.found({ env: shimEnv({ full, sync }, 'full_disk') });
  town.server.expectError(/event=(database_failed|writer_state|request_failed)/);
  const june = await town.carer('June');
  const group = await town.group('Disk', june);
  await june.attach();
  await town.cora.attach();
  return { town, june, group, full, sync, folder };
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
});
