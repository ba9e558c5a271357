// A conversation that cannot be looked through for words of risk: all others are, and
// whoever watches the server or the desk sees it, until it is.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { alterDatabase } from '../lib/database.js';
import { Town } from '../lib/people.js';
import { logged } from '../lib/server.js';
import { until } from '../lib/wait.js';

const DESPAIR = 'I want to kill myself tonight';
const OTHERS = 4;

const ready = async (town) => (await fetch(`${town.server.url}/readyz`)).text();

describe('a conversation that cannot be looked through', () => {
  let town;
  let june;
  let grace;
  let broken;
  const others = [];
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    grace = await town.invites(town.ada, 'Grace', 'safeguarding_lead', null);
    for (let i = 0; i < OTHERS; i += 1) {
      others.push(await town.connects(june, await town.supporter(`Priya${i}`)));
    }
    broken = await town.connects(june, await town.supporter('Olive'));
    await june.attach();
    await june.sends('good morning to you', broken);
    await town.server.stop({ keep: true });
    // What is found where most was said cannot be stored.
    alterDatabase(town.server, `
      CREATE TABLE broken AS SELECT id FROM conversation WHERE kind = 'pair'
        ORDER BY head DESC LIMIT 1;
      CREATE TRIGGER broken_hit BEFORE INSERT ON risk_hit
        WHEN NEW.conversation IN (SELECT id FROM broken)
        BEGIN SELECT RAISE(ABORT, 'broken'); END;`);
    await town.server.restart();
    town.server.expectError(/event=scan_failed/);
    await june.leave();
    await june.attach();
  });
  after(() => town.close());

  it('keeps no other waiting', async () => {
    await june.sends(DESPAIR, broken);
    for (const pair of others) {
      await june.sends(DESPAIR, pair);
    }
    await until('all the others to be heard', async () =>
      (await grace.call('alerts.list')).waiting === OTHERS);
    await logged(town.server, /level=error event=scan_failed conversation=\S+ err=\S+ failures=1/);
  });

  it('is shown to whoever watches the server, and on the desk', async () => {
    await until('the desk to show it', async () =>
      (await grace.call('alerts.list')).unscanned === 1);
    assert.match(await ready(town), /^ready\n.*\ndegraded: 1 conversations are not looked through\n$/);
  });

  it('is looked through as soon as it can be, with nothing passed over', async () => {
    await town.server.stop({ keep: true });
    alterDatabase(town.server, 'DROP TRIGGER broken_hit; UPDATE scan_trouble SET retry_utc_ms = 0;');
    await town.server.restart();
    await until('the cry to be heard', async () =>
      (await grace.call('alerts.list')).waiting === OTHERS + 1);
    assert.equal((await grace.call('alerts.list')).unscanned, 0);
    assert.doesNotMatch(await ready(town), /degraded/);
    await logged(town.server, /event=scan_goes_on/);
  });
});
