// people.list: who may see whom, filters and pages; pair.connect.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('people', () => {
  let town;
  let june;
  let priya;
  let tom;
  let southern;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    tom = await town.invites(town.cora, 'Tom', 'facilitator');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    southern = await town.invites(town.sol, 'Sue', 'carer', 'South');
  });
  after(() => town.close());

  it('shows a coordinator the people of her areas and nobody else', async () => {
    const { people } = await town.cora.call('people.list');
    const names = people.map((p) => p.name);
    assert.ok(['June', 'Priya', 'Tom', 'Cora'].every((n) => names.includes(n)), names.join());
    assert.ok(!names.includes('Sue') && !names.includes('Sol'), names.join());
    assert.deepEqual([...people].sort((a, b) => (a.id < b.id ? -1 : 1)), people, 'by id');
    const person = people.find((p) => p.name === 'June');
    assert.deepEqual(person.roles, [{ role: 'carer', area: town.areas.North }]);
  });

  it('shows an administrator everybody, filtered by area and role', async () => {
    const everyone = await town.ada.call('people.list');
    assert.ok(everyone.people.some((p) => p.id === southern.person));
    const carers = await town.ada.call('people.list', { role: 'carer', area: town.areas.South });
    assert.deepEqual(carers.people.map((p) => p.name), ['Sue']);
    await refused(town.ada.call('people.list', { role: 'wizard' }, { wild: true }),
      'bad_request', { field: 'role' });
  });

  it('goes on after a given id', async () => {
    const { people } = await town.ada.call('people.list');
    const rest = await town.ada.call('people.list', { after: people[1].id });
    assert.deepEqual(rest.people.map((p) => p.id), people.slice(2).map((p) => p.id));
  });

  it('is denied to carers, supporters and facilitators', async () => {
    for (const who of [june, priya, tom]) {
      await refused(who.call('people.list'), 'denied');
    }
  });

  it('answers a foreign area like an absent one', async () => {
    const foreign = await town.cora.call('people.list', { area: town.areas.South })
      .catch((e) => e);
    const absent = await town.cora.call('people.list', { area: 'a0000000000000' })
      .catch((e) => e);
    assert.deepEqual(foreign.answer ?? foreign, absent.answer ?? absent);
  });

  it('connects a carer and a supporter once, telling both', async () => {
    await june.attach();
    await priya.attach();
    const conversation = await town.connects(june, priya);
    for (const who of [june, priya]) {
      const began = await who.hears('membership.began',
        { where: (e) => e.data.conversation === conversation });
      assert.equal(began.data.kind, 'pair');
    }
    assert.equal(await town.connects(june, priya), conversation, 'idempotent');
    const { seq } = await june.sends('hello Priya', conversation);
    const heard = await priya.hears('message.sent', { text: 'hello Priya' });
    assert.equal(heard.seq, seq);
    assert.equal(heard.by, june.person);
    const { people } = await town.cora.call('people.list');
    const row = people.find((p) => p.id === june.person);
    assert.deepEqual(row.connected, [priya.person]);
  });

  it('lets staff of the area be the other half', async () => {
    const conversation = await town.connects(june, town.cora);
    assert.match(conversation, /^c/);
  });

  it('refuses pairs that may not be', async () => {
    const pair = (who, carer, supporter) => who.call('pair.connect', { carer, supporter });
    await refused(pair(june, june.person, priya.person), 'denied');
    await refused(pair(tom, june.person, priya.person), 'denied');
    const foreign = await refused(pair(town.cora, southern.person, priya.person), 'not_found');
    const absent = await refused(pair(town.cora, 'p0000000000000', priya.person), 'not_found');
    assert.deepEqual(foreign.answer, absent.answer);
    await assert.rejects(pair(town.cora, june.person, june.person));
    await assert.rejects(pair(town.cora, priya.person, june.person));
  });

  it('pages a hundred people at a time', async () => {
    for (let i = 0; i < 98; i += 1) {
      await town.carer(`Extra-${i}`);
    }
    const seen = [];
    for (let after, more = true; more;) {
      const page = await town.ada.call('people.list', after ? { after } : {});
      assert.ok(page.people.length <= 100);
      seen.push(...page.people.map((p) => p.id));
      after = seen.at(-1);
      more = page.more;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length >= 104, `${seen.length}`);
  });
});
