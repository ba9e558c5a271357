// What a backup of before somebody was erased still gives: nothing of hers with the keys of
// after it, and the keys of before it are kept for 14 days, no longer.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Backups } from '../lib/backup.js';
import { Device } from '../lib/client.js';
import { alterDatabase, queryDatabase } from '../lib/database.js';
import { filesIn } from '../lib/files.js';
import { PASSWORD, Town } from '../lib/people.js';
import { kithctl, removeDataDir } from '../lib/server.js';
import { until } from '../lib/wait.js';

const DAY_MS = 86_400_000;

const hitsOf = (dataDir, forms) => filesIn(dataDir).flatMap(([name, bytes]) =>
  forms.filter((form) => bytes.includes(form)).map(() => name));

/** The wrapped keys of everybody, as bytes. */
const wrappedKeys = (server) => queryDatabase(server, 'SELECT wrapped FROM dek', 'keys.db')
  .flat().map((hex) => Buffer.from(hex, 'hex'));

/** The name of an archive of keys that was made so many days ago. */
const nameOfDaysAgo = (days) => {
  const time = new Date(Date.now() - days * DAY_MS).toISOString();
  return `keys-${time.replace(/[-:]/g, '')}.kithbackup`;
};

describe('a backup of before somebody was erased', () => {
  const backups = new Backups();
  let server;
  let master;
  let ledger;
  let june;
  let handle;
  let pair;
  let gone; // her wrapped keys
  let old; // archives of before she was erased
  let newer; // and of after it

  before(async () => {
    const town = await Town.found({ options: backups.options });
    ({ server } = town);
    const hers = await town.carer('Canaryjune');
    june = hers.person;
    const priya = await town.supporter('Priya');
    ({ handle } = priya);
    await hers.attach();
    await priya.attach();
    pair = await town.connects(hers, priya);
    await hers.sends('Canarytext of hers', pair);
    await hers.call('profile.answer', { field: 'code_word', values: ['Canarycode'] });
    await priya.sends('What Priya wrote', pair);
    old = backups.make(server);
    await hers.http.call('account.erase', { password: PASSWORD });
    await server.stop({ keep: true });
    const were = wrappedKeys(server);
    alterDatabase(server, 'UPDATE timer SET due_utc_ms = 1 WHERE kind = \'erasure\'');
    await server.restart();
    await until('her to be erased', () => /event=erasure_done/.test(server.stderr), 20_000);
    newer = backups.make(server);
    await server.stop({ keep: true });
    const are = wrappedKeys(server);
    gone = were.filter((key) => !are.some((one) => one.equals(key)));
    assert.equal(gone.length, 2, 'her own and that of her words');
    ledger = fs.readFileSync(backups.at('safety.ledger'));
    master = fs.readFileSync(path.join(server.dataDir, 'master.key'));
  });
  after(async () => {
    await server.stop();
    backups.remove();
  });

  /** Goes back to `archives` and starts; what is in the files and what Priya then reads. */
  async function goesBack(archives, { hasLedger }) {
    fs.rmSync(backups.at('safety.ledger'));
    if (hasLedger) {
      fs.writeFileSync(backups.at('safety.ledger'), ledger, { mode: 0o600 });
    }
    const { dataDir } = backups.restore(server, archives,
      { args: hasLedger ? ['--ledger', backups.at('safety.ledger')] : [] });
    fs.writeFileSync(path.join(dataDir, 'master.key'), master, { mode: 0o600 });
    kithctl(dataDir, ['restore', '--acknowledge']);
    const keys = hitsOf(dataDir, gone);
    const clear = hitsOf(dataDir, ['Canary']);
    removeDataDir(server.dataDir);
    server.dataDir = dataDir;
    const from = server.stderr.length;
    await server.restart();
    if (hasLedger) {
      await until('her to be erased again',
        () => /event=erasure_done/.test(server.stderr.slice(from)), 20_000);
    }
    const priya = await Device.signIn(server, handle, PASSWORD);
    const { events, people } = await priya.http.call('conversation.history',
      { conversation: pair, limit: 50 });
    await server.stop({ keep: true });
    return { keys, clear: [...clear, ...hitsOf(dataDir, ['Canary'])], name: people[june].name,
      hers: events.find((e) => e.kind === 'message.sent' && e.by === june).data,
      read: JSON.stringify({ events, people }) };
  }

  // What the others are compared with: this is why the keys of before it do not stay.
  it('can be read as long as keys of before it are there, and no ledger', async () => {
    const { keys, clear, hers, name } = await goesBack(old, { hasLedger: false });
    assert.deepEqual({ keys: keys.length, clear, name },
      { keys: 2, clear: [], name: 'Canaryjune' });
    assert.equal(hers.text, 'Canarytext of hers');
  });

  it('opens nothing of hers with keys of after it, even where no ledger is there', async () => {
    const { keys, clear, read, hers } =
      await goesBack({ kith: old.kith, keys: newer.keys }, { hasLedger: false });
    assert.deepEqual({ keys, clear, text: hers.text }, { keys: [], clear: [], text: undefined });
    assert.ok(read.includes('What Priya wrote') && !read.includes('Canary'), read);
  });

  it('begins her erasure once more where the ledger is there', async () => {
    for (const archives of [{ kith: old.kith, keys: newer.keys }, old]) {
      const { keys, clear, name, read, hers } = await goesBack(archives, { hasLedger: true });
      assert.deepEqual({ keys, clear, name, hers },
        { keys: [], clear: [], name: 'former member', hers: { removed: true } });
      assert.ok(read.includes('What Priya wrote') && !read.includes('Canary'), read);
    }
  });

  it('loses its keys after 14 days, with the next backup', async () => {
    const keysDir = path.dirname(old.keys);
    const [tooOld, kept] = [15, 13].map((days) => path.join(keysDir, nameOfDaysAgo(days)));
    fs.renameSync(old.keys, tooOld);
    fs.renameSync(newer.keys, kept);
    await server.restart();
    backups.make(server);
    await until('the old archive of keys to go', () => !fs.existsSync(tooOld));
    const names = fs.readdirSync(keysDir);
    assert.ok(names.includes(path.basename(kept)), names.join());
    assert.ok(fs.existsSync(old.kith), 'that of her words without them stays');
  });
});
