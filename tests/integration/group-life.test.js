// How a group lives, over the wire: its agreement, who may write when, names, covers, the
// rota, help and meetings.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const HOUR = 3_600_000;

describe('a group', () => {
  let town;
  let group;
  let june;
  let mo;
  let fay;
  let lena;
  before(async () => {
    town = await Town.found();
    june = await town.invites(town.ada, 'June', 'carer', 'North');
    mo = await town.invites(town.ada, 'Mo', 'carer', 'North');
    fay = await town.invites(town.ada, 'Fay', 'facilitator', 'North');
    lena = await town.invites(town.ada, 'Lena', 'safeguarding_lead', null);
    for (const device of [june, mo, fay, lena]) {
      await device.attach();
    }
    group = await town.group('Grandparents', mo, fay);
  });
  after(() => town.close());

  const get = (who) => who.call('group.get', { conversation: group });

  it('is joined under a nickname and written in after accepting', async () => {
    const door = await get(june);
    assert.equal(door.member, false);
    assert.equal(door.agreement.length, 5);
    await june.call('conversation.join', { conversation: group, nickname: 'Robin' });
    const joined = await mo.hears('member.joined', { where: (e) => e.data.person === june.person });
    assert.equal(joined.data.name, 'Robin');
    await refused(june.sends('Hello', group), 'wrong_state', { field: 'agreement' });
    await june.call('group.accept', { conversation: group, version: door.agreement_version });
    await june.sends('Hello', group);
    const { members } = await mo.call('conversation.members', { conversation: group });
    assert.equal(members.find((m) => m.person === june.person).name, 'Robin');
    await refused(mo.call('group.nickname', { conversation: group, nickname: 'robin' }), 'conflict');
  });

  it('is closed outside staffed hours and says when it opens', async () => {
    await fay.call('group.set', { conversation: group, open: 'staffed', theme: 'grandparents' });
    await mo.hears('care.changed', { where: (e) => e.data.what === 'group' });
    await refused(mo.sends('Too late', group), 'wrong_state', { field: 'open' });
    const now = Date.now();
    const { duty } = await fay.call('rota.add', {
      person: fay.person, part: 'facilitator', conversation: group, from: now - HOUR, until: now + HOUR,
    });
    assert.equal((await get(mo)).on_duty.person, fay.person);
    await mo.sends('In time', group);
    const { duties } = await fay.call('rota.list', { conversation: group });
    assert.equal(duties[0].duty, duty);
    await fay.call('rota.remove', { duty });
    await refused(mo.sends('Closed again', group), 'wrong_state', { field: 'open' });
    await fay.call('group.set', { conversation: group, open: 'always' });
  });

  it('shows a message under its cover, pins it and keeps it slow', async () => {
    const { seq } = await mo.call('message.send',
      { conversation: group, cid: 'covered', text: 'It happened', cover: 'About drinking' });
    const heard = await june.hears('message.sent', { where: (e) => e.seq === seq });
    assert.equal(heard.data.cover, 'About drinking');
    await fay.call('group.pin', { conversation: group, seq });
    assert.deepEqual((await get(june)).pinned, [seq]);
    await fay.call('group.unpin', { conversation: group, seq });
    await fay.call('group.set', { conversation: group, slow_s: 600 });
    await refused(mo.sends('At once', group), 'rate_limited', { field: 'slow' });
    await fay.call('group.set', { conversation: group, slow_s: 0 });
  });

  it('lets its facilitator welcome, mute and think of the quiet', async () => {
    assert.ok((await get(fay)).newcomers.some((n) => n.person === june.person));
    await fay.call('group.welcome', { conversation: group, person: june.person });
    assert.equal((await get(june)).welcomed_by.name, 'Fay');
    await fay.call('group.mute', { conversation: group, person: mo.person, until: Date.now() + HOUR });
    await refused(mo.sends('Mute', group), 'wrong_state', { field: 'muted' });
    await fay.call('group.mute', { conversation: group, person: mo.person, until: null });
    const { members } = await fay.call('group.quiet', { conversation: group });
    assert.deepEqual(members, []);
    await june.call('group.away', { conversation: group, away: true });
    const { conversations } = await june.call('conversation.list', {});
    assert.equal(conversations.find((c) => c.id === group).away, true);
    await june.call('group.away', { conversation: group, away: false });
    await june.call('group.nickname', { conversation: group, nickname: null });
  });

  it('meets here, in a round with a pass', async () => {
    const { meeting } = await fay.call('meeting.create',
      { conversation: group, at: Date.now() + HOUR / 2, minutes: 60, mode: 'here' });
    await fay.call('meeting.change', { meeting, minutes: 45 });
    await june.call('meeting.book', { meeting, coming: true, needs: 'Large print' });
    await mo.call('meeting.book', { meeting, coming: true });
    await fay.call('meeting.begin', { meeting });
    await fay.call('meeting.turn', { meeting, person: june.person });
    await june.call('meeting.pass', { meeting });
    const { meetings: [held] } = await mo.call('meeting.list', { conversation: group });
    assert.equal(held.state, 'round');
    assert.equal(held.turn.person, mo.person);
    await refused(june.call('meeting.pass', { meeting, said: true }), 'wrong_state');
    await mo.call('meeting.pass', { meeting, said: true });
    const { meetings: [said] } = await june.call('meeting.list', { conversation: group });
    const turns = new Map(said.round.map((r) => [r.person, r.turn]));
    assert.deepEqual([turns.get(june.person), turns.get(mo.person)], ['passed', 'had']);
    await fay.call('meeting.turn', { meeting });
    await fay.call('meeting.attendance', { meeting, person: june.person, came: true });
    await fay.call('meeting.end', { meeting, next: 'Thursday at ten.' });
    const { meetings: [past] } = await fay.call('meeting.list', { conversation: group, past: true });
    assert.equal(past.next, 'Thursday at ten.');
    assert.equal(past.register.find((r) => r.person === june.person).came, true);
    const { meeting: other } = await fay.call('meeting.create', {
      conversation: group, at: Date.now() + HOUR, minutes: 60, mode: 'venue', venue: 'Library',
    });
    await fay.call('meeting.cancel', { meeting: other });
  });

  it('has help beside it that says who is there', async () => {
    const before = await june.http.call('help.get', {});
    assert.equal(before.on_call, false);
    const now = Date.now();
    await lena.call('rota.add',
      { person: lena.person, part: 'safeguarding_lead', from: now - HOUR, until: now + HOUR });
    await lena.call('help.set', { numbers: { 1: ['Emergency services', '999', 'Any time'] } });
    const now1 = await june.call('help.get', {});
    assert.equal(now1.on_call, true);
    assert.equal(now1.staffed_until, now + HOUR);
    assert.deepEqual(now1.numbers.map((n) => n.number), ['999']);
  });
});
