// hold.*, no_contact.*, case.*, area.neighbour.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const NOBODY = 'p0000000000001';

describe('safeguarding', () => {
  let town;
  let june;
  let mo;
  let priya;
  let ruth;
  let far;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Mo');
    priya = await town.supporter('Priya');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    far = await town.invites(town.sol, 'Far', 'carer', 'South');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
  });
  after(() => town.close());

  const view = (person) => town.cora.call('profile.view', { person });

  it('places a hold, which only the lead lifts', async () => {
    const { person } = priya;
    await town.cora.call('hold.place', { person });
    await town.cora.call('hold.place', { person });
    assert.equal((await view(person)).on_hold, true);
    const { supporters } = await town.cora.call('supporters.list');
    assert.equal(supporters[0].on_hold, true);
    await refused(town.cora.call('hold.lift', { person }), 'denied');
    await ruth.call('hold.lift', { person });
    assert.equal((await view(person)).on_hold, false);
    await refused(ruth.call('hold.lift', { person }), 'wrong_state');
    await ruth.call('hold.place', { person });
    assert.equal((await view(person)).on_hold, true);
    await ruth.call('hold.lift', { person });
  });

  it('closes the talk of two who were connected without a match, not that with staff', async () => {
    const may = await town.carer('Mayra');
    const sam = await town.supporter('Samson');
    const talk = await town.connects(may, sam);
    const desk = await town.connects(may, town.cora);
    for (const held of [sam, may]) {
      await ruth.call('hold.place', { person: held.person });
      await refused(sam.sends('are you there?', talk), 'held');
      await refused(may.sends('are you there?', talk), 'held');
      await may.sends('somebody has to know', desk);
      await ruth.call('hold.lift', { person: held.person });
      await sam.sends('here I am again', talk);
    }
  });

  it('knows a hold only on people of the area', async () => {
    for (const [who, person] of [[town.cora, far.person], [town.cora, NOBODY], [ruth, NOBODY]]) {
      await refused(who.call('hold.place', { person }), 'not_found');
    }
    await refused(ruth.call('hold.lift', { person: NOBODY }), 'not_found');
    await refused(town.cora.call('hold.place', { person: 'x'.repeat(65) }, { wild: true }),
      'too_large');
    await refused(june.call('hold.place', { person: priya.person }), 'denied');
  });

  it('leaves staff to the lead', async () => {
    const sue = await town.invites(town.ada, 'Sue', 'coordinator', 'North');
    const { person } = sue;
    await refused(town.cora.call('hold.place', { person }), 'denied');
    await refused(town.cora.call('no_contact.place', { a: june.person, b: person }), 'denied');
    await refused(sue.call('hold.place', { person }), 'not_found');
    await ruth.call('hold.place', { person });
    await ruth.call('hold.lift', { person });
    await refused(ruth.call('hold.place', { person: ruth.person }), 'not_found');
  });

  it('withholds the words of two people from each other, live and in history', async () => {
    const group = await town.group('Walkers', june, mo, priya);
    await june.attach();
    await mo.attach();
    await priya.attach();
    const early = await june.sends('before', group);
    await mo.hears('message.sent', { text: 'before' });
    const order = { a: mo.person, b: june.person };
    await town.cora.call('no_contact.place', order);
    await town.cora.call('no_contact.place', order);

    const said = await june.sends('after', group);
    await priya.hears('message.sent', { text: 'after' });
    await mo.hears('withheld', { seq: said.seq });
    const answer = await mo.sends('from Mo', group);
    await june.hears('withheld', { seq: answer.seq });
    await priya.hears('message.sent', { text: 'from Mo' });

    const kinds = async (who) => (await who.history(group)).events
      .filter((e) => [early.seq, said.seq, answer.seq].includes(e.seq)).map((e) => e.kind);
    assert.deepEqual(await kinds(mo), ['withheld', 'withheld', 'message.sent']);
    assert.deepEqual(await kinds(june), ['message.sent', 'message.sent', 'withheld']);
    assert.deepEqual(await kinds(priya), ['message.sent', 'message.sent', 'message.sent']);
    for (const who of [june, mo]) {
      assert.deepEqual(await who.call('people.blocked'), { people: [] }, 'nobody is told');
    }
    assert.deepEqual((await view(june.person)).no_contact, [{ person: mo.person, name: 'Mo' }]);

    await refused(town.cora.call('no_contact.lift', order), 'denied');
    await ruth.call('no_contact.lift', order);
    assert.deepEqual(await kinds(mo), ['message.sent', 'message.sent', 'message.sent']);
    await refused(ruth.call('no_contact.lift', order), 'wrong_state');
    assert.deepEqual((await view(june.person)).no_contact, []);
  });

  it('leaves the two without a sign that the other is there', async () => {
    const ann = await town.carer('Ann');
    const bob = await town.carer('Bob');
    const group = await town.group('Bakers', ann, priya);
    const twin = await town.again(ann);
    await twin.attach();
    await ruth.call('no_contact.place', { a: ann.person, b: bob.person });
    await town.cora.call('conversation.add', { conversation: group, person: bob.person });
    await twin.hears('withheld');
    const members = async (who) => (await who.call('conversation.members',
      { conversation: group })).members.map((m) => m.person).sort();
    await bob.attach();
    assert.equal((await members(ann)).includes(bob.person), false);
    assert.equal((await members(bob)).includes(ann.person), false);
    assert.equal((await members(priya)).length, 4);
    for (const [who, other] of [[twin, bob], [bob, ann]]) {
      const { events, people } = await who.history(group);
      assert.equal(other.person in people, false);
      assert.equal(events.some((e) => e.data?.person === other.person), false);
    }
    await ruth.call('no_contact.lift', { a: ann.person, b: bob.person });
    assert.equal((await members(ann)).includes(bob.person), true);
  });

  it('orders no contact between two people whom one may know of', async () => {
    const place = (who, a, b) => who.call('no_contact.place', { a, b });
    await refused(place(town.cora, june.person, far.person), 'not_found');
    await refused(place(town.cora, far.person, june.person), 'not_found');
    await refused(place(town.cora, june.person, NOBODY), 'not_found');
    await refused(place(town.cora, june.person, june.person), 'wrong_state');
    await refused(place(june, june.person, mo.person), 'denied');
    await place(ruth, far.person, june.person);
    await refused(ruth.call('no_contact.lift', { a: june.person, b: NOBODY }), 'not_found');
    await ruth.call('no_contact.lift', { a: june.person, b: far.person });
  });

  it('keeps the people of a case', async () => {
    const { cora, sol } = town;
    const on = { carer: june.person, person: sol.person };
    await cora.call('case.add', { ...on, part: 'worker' });
    await cora.call('case.add', { ...on, part: 'assessor' });
    assert.deepEqual((await view(june.person)).case_people,
      [{ person: sol.person, name: 'Sol', part: 'assessor' }]);
    await cora.call('case.remove', on);
    await refused(cora.call('case.remove', on), 'not_found');
    const tries = [{ ...on, carer: far.person }, { ...on, carer: NOBODY },
      { ...on, carer: priya.person }, { ...on, person: NOBODY }, { ...on, person: june.person }];
    for (const params of tries) {
      await refused(cora.call('case.add', { ...params, part: 'worker' }), 'not_found');
    }
    await refused(cora.call('case.add', { ...on, part: 'judge' }, { wild: true }), 'bad_request',
      { field: 'part' });
    await refused(june.call('case.add', { ...on, part: 'worker' }), 'denied');
  });

  it('makes neighbours of areas that one coordinates', async () => {
    const wide = await town.invites(town.ada, 'Wide', 'coordinator', null);
    const { North, South } = town.areas;
    const set = (who, area, other, on = true) => who.call('area.neighbour', { area, other, on });
    const told = async (who) => (await who.call('area.neighbours', {})).pairs
      .map(({ area, other }) => [area, other].sort());
    await set(wide, North, South);
    await set(wide, North, South);
    assert.deepEqual(await told(wide), [[North, South].sort()]);
    assert.deepEqual(await told(town.cora), [[North, South].sort()]);
    await set(wide, South, North, false);
    assert.deepEqual(await told(wide), []);
    await refused(set(wide, North, North), 'wrong_state');
    for (const [who, other] of [[town.cora, South], [wide, 'a0000000000001']]) {
      await refused(set(who, North, other), 'not_found');
      await refused(set(who, other, North), 'not_found');
    }
    await refused(set(june, North, South), 'denied');
    await refused(told(june), 'denied');
  });
});
