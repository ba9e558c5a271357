// What is kept how long: told by kithctl, let go by a running server.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { alterDatabase, queryDatabase } from '../lib/database.js';
import { agrees, introduced, isReady } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const DAY_MS = 86_400_000;

describe('retention', () => {
  it('lets go of calls after a year, tells so beforehand and keeps the number', async () => {
    const town = await Town.found({ options: { 'keep-diary-days': 400 } });
    const { server } = town;
    const [june, dev] = [await town.carer('June'), await town.supporter('Dev')];
    for (const device of [june, dev, town.cora]) {
      await device.attach();
    }
    await agrees(june);
    await isReady(dev, town.cora);
    const match = await introduced(june, dev, town.cora);
    for (const minutes of [10, 20, 30]) {
      await dev.call('call.log', { match, at: Date.now(), mode: 'phone', minutes, feel: 'good' });
    }
    const preview = () => JSON.parse(server.kithctl('--json', 'retention', 'preview').stdout)
      .clocks.find((one) => one.clock === 'diary');
    assert.deepEqual([preview().days, preview().due, preview().soon], [400, 0, 0]);
    await server.stop({ keep: true });
    alterDatabase(server, `UPDATE call_log SET at_utc_ms = at_utc_ms - ${380 * DAY_MS};`
      + 'DELETE FROM retention_clock');
    await server.restart();
    assert.deepEqual([preview().due, preview().soon], [0, 3]);
    assert.match(server.kithctl('retention', 'preview').stdout,
      /diary +that there were calls\n +kept 400 days.*\n +due now 0, within 30 days 3, the oldest/);
    await server.stop({ keep: true });
    alterDatabase(server, 'UPDATE call_log SET at_utc_ms = at_utc_ms - '
      + `${30 * DAY_MS} WHERE minutes < 25; DELETE FROM retention_clock`);
    await server.restart();
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    await server.stop({ keep: true });
    assert.deepEqual(queryDatabase(server, 'SELECT minutes FROM call_log'), [[30]]);
    assert.deepEqual(queryDatabase(server, 'SELECT object, outcome FROM audit WHERE action = '
      + '\'retention.run\''), [[2, 'diary']]);
    await server.stop();
  });
});

describe('two years after its end', () => {
  let town;
  let conversation;
  let match;

  async function writesAndLeaves(june, dorothy) {
    ({ conversation } = await town.amara.call('conversation.create',
      { title: 'Mondays', area: town.area('North') }));
    for (const device of [june, dorothy]) {
      await device.attach();
      await town.amara.call('conversation.add', { conversation, person: device.person });
      await device.call('group.accept', { conversation, version: 1 });
    }
    await june.sends('words of June', conversation);
    await dorothy.sends('words of Dorothy', conversation);
    await june.call('conversation.leave', { conversation });
  }

  async function meetsAndParts() {
    const iris = await town.invites(town.amara, 'Iris', 'carer');
    const fay = await town.invites(town.amara, 'Fay', 'supporter');
    for (const device of [iris, fay]) {
      await device.attach();
    }
    await agrees(iris);
    await isReady(fay, town.amara);
    match = await introduced(iris, fay, town.amara);
    await iris.call('match.end', { match, planned: false, reason: 'We live too far apart.' });
  }

  before(async () => {
    town = await Town.demo();
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    const [june, dorothy] = [await town.demoPerson('june'), await town.demoPerson('dorothy')];
    await writesAndLeaves(june, dorothy);
    await meetsAndParts();
    const of = (clock) => JSON.parse(town.server.kithctl('--json', 'retention', 'preview').stdout)
      .clocks.find((one) => one.clock === clock);
    town.server.kithctl('clock', 'advance', '710d');
    for (const clock of ['groups', 'matches']) {
      assert.deepEqual([of(clock).days, of(clock).due], [730, 0]);
      assert.ok(of(clock).soon > 0, 'told beforehand');
    }
    town.server.kithctl('clock', 'advance', '21d');
  });

  after(async () => {
    await town.server.stop({ keep: true });
    town.server.kithctl('check');
    await town.server.stop();
  });

  it('what somebody wrote in a group she has left is gone, not what others wrote', async () => {
    const { http } = await town.demoPerson('dorothy');
    const texts = async () => (await http.call('conversation.history',
      { conversation, limit: 20 })).events.map((event) => event.data?.text);
    await until('the words are gone', async () => !(await texts()).includes('words of June'));
    assert.ok((await texts()).includes('words of Dorothy'), 'hers are still there');
  });

  it('why a match ended is gone, not that there was one', async () => {
    const { http } = await town.demoPerson('amara');
    const view = () => http.call('match.view', { match });
    await until('the reason is gone', async () => (await view()).reasons.length === 0);
    assert.equal((await view()).state, 'ended_unplanned');
  });
});
