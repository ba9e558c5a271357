// Records of moderation whose time to keep is over.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { queryDatabase } from '../lib/database.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

describe('what moderation keeps', () => {
  it('lets go of a case after its time, and of none that is open', async () => {
    const town = await Town.demo({ options: { 'keep-case-days': 400 } });
    const { server } = town;
    const [june, dorothy] = [await town.demoPerson('june'), await town.demoPerson('dorothy')];
    const { people } = await town.amara.call('people.list', { role: 'carer' });
    town.areas.North = people[0].roles[0].area;
    const { conversation } = await town.amara.call('conversation.create',
      { title: 'Mondays', area: town.area('North') });
    for (const device of [june, dorothy]) {
      await device.attach();
      await town.amara.call('conversation.add', { conversation, person: device.person });
      await device.call('group.accept', { conversation, version: 1 });
    }
    const find = async (desk, seq, more = {}) => {
      const { cases } = await desk.call('cases.list', more);
      const rows = await Promise.all(cases.map((row) => desk.call('case.get', { case: row.case })));
      return rows.find((row) => row.conversation === conversation && row.seq === seq)?.case;
    };
    const seqs = [];
    for (const text of ['nonsense', 'more nonsense']) {
      const { seq } = await june.sends(text, conversation);
      await dorothy.call('report.raise', { cid: randomUUID(), conversation, seq, about: 'unkind',
        note: 'please look' });
      seqs.push(seq);
    }
    const { case: id } = await find(town.amara, seqs[0]);
    await town.amara.call('case.claim', { case: id });
    await town.amara.call('case.decide', { case: id, decision: 'none' });
    const reports = async () => (await (await town.demoPerson('dorothy')).http
      .call('account.erasure_plan')).items.find((one) => one.what === 'reports');
    assert.equal((await reports()).days, 400);
    assert.equal((await reports()).until, undefined, 'one is still open');
    server.kithctl('clock', 'advance', '15d');
    const desk = async () => (await town.demoPerson('amara')).http;
    await until('the case is closed',
      async () => await find(await desk(), seqs[0], { state: 'closed' }) !== undefined);
    server.kithctl('clock', 'advance', '390d');
    assert.equal((await (await desk()).call('case.get', { case: id })).case.state, 'closed');
    server.kithctl('clock', 'advance', '11d');
    const later = await desk();
    await until('the case is gone', () => later.call('case.get', { case: id })
      .then(() => false, ({ error }) => error === 'not_found'));
    assert.ok(await find(later, seqs[1]), 'the other is open');
    assert.equal((await reports()).days, 400);
    await server.stop({ keep: true });
    assert.deepEqual(queryDatabase(server, 'SELECT DISTINCT outcome FROM audit WHERE action = '
      + '\'retention.run\' AND outcome = \'cases\''), [['cases']]);
    server.kithctl('check');
    await server.stop();
  });
});
