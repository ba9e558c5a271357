// What the server cannot tidy away keeps nobody from being called.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { alterDatabase } from '../lib/database.js';
import { pager } from '../lib/pager.js';
import { Town } from '../lib/people.js';
import { logged, newDataDir, removeDataDir } from '../lib/server.js';
import { until } from '../lib/wait.js';

const DESPAIR = 'I want to kill myself tonight';
// Of the clocks of retention alone.
const FAULT = /event=retention_failed |event=request_failed ref=\d+ err=\S+ kind=5 job=6 /;

describe('housekeeping that fails each time', () => {
  let town;
  let folder;
  let page;
  before(async () => {
    folder = newDataDir();
    page = pager(folder);
    town = await Town.demo({ options: { 'alert-command': page.program } });
    await town.server.stop({ keep: true });
    alterDatabase(town.server, `
      CREATE TRIGGER no_first_round BEFORE INSERT ON retention_clock
        BEGIN SELECT RAISE(ABORT, 'broken'); END;
      CREATE TRIGGER no_round BEFORE UPDATE ON retention_clock
        BEGIN SELECT RAISE(ABORT, 'broken'); END;`);
    await town.server.restart();
    town.server.expectError(FAULT);
  });
  after(async () => {
    await town.close();
    removeDataDir(folder);
  });

  it('keeps no cry for help waiting, nor the calls that come again', async () => {
    const june = await town.demoPerson('june');
    await june.attach();
    const pair = [...june.conversations.values()].find((c) => c.kind === 'pair').id;
    town.server.kithctl('clock', 'advance', '25h'); // every clock is due
    await logged(town.server, FAULT);
    const ready = async () => (await fetch(`${town.server.url}/readyz`)).text();
    await until('who watches the server to see it',
      async () => /^degraded: something that is due cannot be done/m.test(await ready()));
    await june.sends(DESPAIR, pair);
    await until('the first call', () => page.calls().length === 1);
    town.server.kithctl('clock', 'advance', '11m');
    await until('the call that comes again', () => page.calls().length === 2);
    assert.match(page.calls()[1], /^alert_again\|/);
  });
});
