// opening.*, openings.*: private talk that a second person agreed to have read.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

/** News of this opening. */
const about = (opening) => ({ where: (e) => e.data.what === 'opening' && e.data.id === opening });
const NONE = 'g0000000000001';

describe('openings of private talk', () => {
  let town;
  let june;
  let dev;
  let ruth;
  let conversation;
  let ask;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    dev = await town.supporter('Dev');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    conversation = await town.connects(june, dev);
    for (const device of [june, dev, ruth, town.ada]) {
      await device.attach();
    }
    await june.sends('I cannot any more.', conversation);
    await dev.sends('I am here.', conversation);
    ask = { cid: 'open-1', conversation, why: 'danger', reason: 'June wrote of a plan.' };
  });
  after(() => town.close());

  const rows = async (who) => (await who.call('openings.list')).openings;

  it('takes a reason, a second person, and is told to the two', async () => {
    const { opening } = await ruth.call('opening.ask', ask);
    assert.equal((await ruth.call('opening.ask', ask)).opening, opening);
    await refused(ruth.call('opening.ask', { ...ask, reason: 'Other.' }), 'cid_conflict');
    await refused(ruth.call('opening.ask', { ...ask, cid: 'open-x', conversation: 'c0000000000001' }),
      'not_found');
    await refused(town.cora.call('opening.ask', ask), 'denied');
    const { conversation: _named, ...unnamed } = ask;
    await refused(ruth.call('opening.ask', { ...unnamed, one: june.person }), 'bad_request');
    await refused(ruth.call('opening.ask', { ...unnamed, one: june.person, other: ruth.person }),
      'not_found');
    assert.equal((await ruth.call('opening.ask',
      { ...unnamed, one: dev.person, other: june.person })).opening, opening);
    await town.ada.hears('care.changed', about(opening));
    await refused(ruth.call('opening.read', { opening }), 'wrong_state');
    await refused(ruth.call('opening.approve', { opening }), 'denied');
    await refused(town.cora.call('opening.approve', { opening }), 'denied');
    await refused(town.ada.call('opening.approve', { opening: NONE }), 'not_found');
    const [row] = await rows(town.ada);
    assert.deepEqual(row.members.map((m) => m.name).sort(), ['Dev', 'June']);
    assert.equal(row.reason, ask.reason);
    assert.deepEqual(row.can, ['decide']);
    const { read_until: until } = await town.ada.call('opening.approve', { opening });
    assert.ok(until > Date.now());
    await refused(town.ada.call('opening.approve', { opening }), 'wrong_state');
    await refused(town.ada.call('opening.refuse', { opening, reason: 'x' }), 'wrong_state');
    assert.deepEqual((await june.call('openings.mine')).openings, []);

    await june.sends('Later, and not opened.', conversation);
    const { events, people } = await ruth.call('opening.read', { opening });
    const said = events.filter((e) => e.kind === 'message.sent').map((e) => e.data.text);
    assert.deepEqual(said, ['I cannot any more.', 'I am here.']);
    assert.equal(people[june.person].name, 'June');
    assert.equal(events.some((e) => e.kind === 'withheld'), false);
    await june.hears('care.changed', about(opening));
    await dev.hears('care.changed', about(opening));
    const { openings } = await dev.call('openings.mine');
    assert.deepEqual(openings.map((o) => [o.opening, o.conversation, o.why]),
      [[opening, conversation, 'danger']]);
    await refused(town.ada.call('opening.read', { opening }), 'denied');
    await refused(ruth.call('conversation.history', { conversation }), 'not_found');
    const last = events.at(-1).seq;
    assert.deepEqual((await ruth.call('opening.read', { opening, after: last })).events, []);
  });

  it('keeps silence for a recorded reason, until it ends', async () => {
    const { opening } = await ruth.call('opening.ask', { ...ask, cid: 'open-2',
      silent_reason: 'Dev might warn somebody.', from_seq: 1, until_seq: 3 });
    await town.ada.call('opening.approve', { opening });
    await ruth.call('opening.read', { opening });
    assert.equal((await june.call('openings.mine')).openings.length, 1);
    assert.deepEqual((await rows(ruth))[0].can, ['read', 'end_silence']);
    await refused(town.cora.call('opening.end_silence', { opening }), 'not_found');
    await ruth.call('opening.end_silence', { opening });
    await june.hears('care.changed', about(opening));
    await refused(ruth.call('opening.end_silence', { opening }), 'wrong_state');
    assert.equal((await june.call('openings.mine')).openings.length, 2);
  });

  it('may be refused, with a reason', async () => {
    const { opening } = await ruth.call('opening.ask', { ...ask, cid: 'open-3', why: 'complaint' });
    await refused(town.ada.call('opening.refuse', { opening: NONE, reason: 'x' }), 'not_found');
    await refused(ruth.call('opening.refuse', { opening, reason: 'x' }), 'denied');
    await town.ada.call('opening.refuse', { opening, reason: 'The excerpt is enough.' });
    await refused(ruth.call('opening.read', { opening }), 'wrong_state');
    await refused(ruth.call('opening.read', { opening: NONE }), 'not_found');
    assert.equal((await rows(ruth))[0].refusal, 'The excerpt is enough.');
    await refused(ruth.call('openings.list', { after: NONE }), 'not_found');
    assert.deepEqual(await rows(town.cora), []);
  });

  it('is not for anybody of the conversation, whatever she does in the service', async () => {
    town.server.kithctl('role', 'grant', dev.person, 'safeguarding_lead');
    const { opening } = await ruth.call('opening.ask', { ...ask, cid: 'open-4' });
    const again = await town.again(dev);
    await refused(again.call('opening.approve', { opening }), 'not_found');
    await refused(again.call('opening.ask', { ...ask, cid: 'open-5' }), 'not_found');
    assert.deepEqual((await again.call('openings.list')).openings, []);
  });
});

describe('an opening in time', () => {
  let town;
  before(async () => { town = await Town.demo(); });
  after(() => town.close());

  it('is over after a day', async () => {
    const lead = await town.demoPerson('ruth');
    const admin = await town.demoPerson('admin');
    const june = await town.demoPerson('june');
    const { conversations } = await june.attach();
    const talk = conversations.find((c) => c.kind === 'pair');
    const { opening } = await lead.call('opening.ask',
      { cid: 'in-time', conversation: talk.id, why: 'law', reason: 'A court asks for it.' });
    await admin.call('opening.approve', { opening });
    town.server.kithctl('clock', 'advance', '25h');
    await refused(lead.call('opening.read', { opening }), 'expired');
    assert.deepEqual((await june.call('openings.mine')).openings, []);
  });
});
