// Groups and their members: making, joining, leaving, coming back, removal, lists, marks.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('conversation', () => {
  let town;
  let june;
  let mo;
  let priya;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Moira');
    priya = await town.supporter('Priya');
    for (const who of [june, mo, priya, town.cora]) {
      await who.attach();
    }
  });
  after(() => town.close());

  it('is made by a coordinator, who is its first member', async () => {
    const group = await town.group('Grandparents');
    const { members } = await town.cora.call('conversation.members', { conversation: group });
    assert.equal(members.length, 1);
    assert.equal(members[0].person, town.cora.person);
    assert.equal(members[0].role, 'coordinator');
    const c = await town.cora.overview(group);
    assert.equal(c.kind, 'group');
    assert.equal(c.title, 'Grandparents');
    assert.equal(c.floor, 1);
    for (const who of [june, priya, town.ada]) {
      await refused(who.call('conversation.create', { title: 'Mine', area: town.areas.North }),
        'denied');
    }
    await refused(town.cora.call('conversation.create',
      { title: '', area: town.areas.North }, { wild: true }), 'bad_request', { field: 'title' });
    await refused(town.cora.call('conversation.create',
      { title: 'x'.repeat(81), area: town.areas.North }, { wild: true }), 'too_large');
    await refused(town.cora.call('conversation.create',
      { title: 'Elsewhere', area: town.areas.South }), ['denied', 'not_found']);
  });

  it('adds people, who begin at their own joining', async () => {
    const group = await town.group('Adding');
    await town.cora.sends('before June', group);
    await town.cora.call('conversation.add', { conversation: group, person: june.person });
    const began = await june.hears('membership.began',
      { where: (e) => e.data.conversation === group });
    const joined = await june.hears('member.joined', { where: (e) => e.conversation === group });
    assert.equal(joined.seq, began.data.floor);
    assert.equal(joined.data.person, june.person);
    assert.equal(joined.data.name, 'June');
    await town.cora.sends('after June', group);
    await june.hears('message.sent', { text: 'after June' });
    const { events } = await june.history(group);
    assert.deepEqual(events.map((e) => e.kind), ['member.joined', 'message.sent']);
    const c = await june.overview(group);
    assert.equal(c.floor, joined.seq);
    assert.equal(c.unread, 1);
    await refused(town.cora.call('conversation.add',
      { conversation: group, person: june.person }), 'conflict');
    await refused(town.cora.call('conversation.add',
      { conversation: group, person: 'p0000000000000' }), 'not_found');
    await refused(june.call('conversation.add',
      { conversation: group, person: mo.person }), 'denied');
  });

  it('lets people of the area join by themselves, and lists what is open', async () => {
    const group = await town.group('Open door');
    const { open } = await june.call('conversation.list');
    assert.ok(open.some((o) => o.id === group && o.title === 'Open door'), JSON.stringify(open));
    await june.call('conversation.join', { conversation: group, accept: 1 });
    await town.cora.hears('member.joined',
      { where: (e) => e.conversation === group && e.data.person === june.person });
    await june.hears('member.joined', { where: (e) => e.conversation === group });
    const after = await june.call('conversation.list');
    assert.ok(!after.open.some((o) => o.id === group));
    await refused(june.call('conversation.join', { conversation: group, accept: 1 }), 'conflict');
    const southern = await town.invites(town.ada, 'Sam', 'carer', 'South');
    await refused(southern.call('conversation.join', { conversation: group }), 'not_found');
  });

  it('lets her leave, keeps what she saw, and shows nothing of the time between', async () => {
    const group = await town.group('Leaving', june);
    await town.cora.sends('one', group);
    await june.hears('message.sent', { text: 'one' });
    await june.call('conversation.leave', { conversation: group });
    await june.hears('membership.ended', { where: (e) => e.data.conversation === group });
    await june.hears('member.left', { where: (e) => e.conversation === group });
    await town.cora.hears('member.left', { where: (e) => e.conversation === group });
    const { seq: hidden } = await town.cora.sends('while away', group);
    const stayed = await june.history(group);
    assert.ok(stayed.events.some((e) => e.data?.text === 'one'));
    assert.ok(!JSON.stringify(stayed).includes('while away'));
    await refused(june.sends('from outside', group), 'not_found');
    await refused(june.call('conversation.leave', { conversation: group }), 'not_found');
    await june.call('conversation.join', { conversation: group, accept: 1 });
    await june.hears('membership.began', { where: (e) => e.data.conversation === group });
    await june.hears('member.joined', { where: (e) => e.conversation === group });
    await town.cora.sends('back again', group);
    await june.hears('message.sent', { text: 'back again' });
    const all = await june.wholeHistory(group);
    assert.deepEqual(all.map((e) => e.seq),
      Array.from({ length: all.length }, (_, i) => all[0].seq + i), 'dense');
    assert.equal(all.find((e) => e.seq === hidden).kind, 'withheld');
    assert.deepEqual(Object.keys(all.find((e) => e.seq === hidden)).sort(), ['kind', 'seq']);
    assert.ok(all.some((e) => e.data?.text === 'one'), 'the first stay stays visible');
    const c = await june.overview(group);
    assert.equal(c.floor, all[0].seq);
  });

  it('ends all sight when staff remove her; only staff can bring her back', async () => {
    const group = await town.group('Removing', june, mo);
    await town.cora.sends('seen', group);
    await june.hears('message.sent', { text: 'seen' });
    await town.cora.call('conversation.remove', { conversation: group, person: june.person });
    await june.hears('membership.ended', { where: (e) => e.data.conversation === group });
    await town.cora.sends('unseen', group);
    await mo.hears('message.sent', { text: 'unseen' });
    const absent = await refused(june.history('c0000000000000'), 'not_found');
    for (const [method, params] of [
      ['conversation.history', {}], ['conversation.members', {}], ['conversation.join', {}],
      ['message.send', { cid: 'x', text: 'hello?' }], ['conversation.mark', { read: 1 }],
    ]) {
      const refusal = await refused(
        june.call(method, { conversation: group, ...params }), 'not_found');
      assert.deepEqual(refusal.answer, absent.answer, method);
    }
    assert.equal(await june.overview(group), null);
    assert.ok(!june.heard.some((e) => e.data?.text === 'unseen'));
    await refused(town.cora.call('conversation.remove',
      { conversation: group, person: june.person }), 'not_found');
    await refused(mo.call('conversation.remove',
      { conversation: group, person: town.cora.person }), 'denied');
    await town.cora.call('conversation.add', { conversation: group, person: june.person });
    await june.hears('membership.began', { where: (e) => e.data.conversation === group });
    const all = await june.wholeHistory(group);
    assert.ok(!JSON.stringify(all).includes('"seen"'), 'the earlier stay is not given back');
  });

  it('keeps pairs as they are', async () => {
    const pair = await town.connects(june, priya);
    await refused(june.call('conversation.leave', { conversation: pair }), 'wrong_state');
    for (const [method, person] of [['add', mo.person], ['remove', june.person]]) {
      await refused(town.cora.call(`conversation.${method}`, { conversation: pair, person }),
        'wrong_state');
    }
    await refused(mo.call('conversation.join', { conversation: pair }), 'not_found');
  });

  it('counts unread honestly and marks monotonely on all devices', async () => {
    const group = await town.group('Marks', june, mo);
    const tablet = await town.again(june);
    await tablet.attach();
    const twin = await june.another(); // a second connection of the same session
    town.keep(twin);
    await twin.attach();
    await june.reaches(group, (await town.cora.overview(group)).head);
    const seqs = [];
    for (let i = 0; i < 3; i += 1) {
      seqs.push((await mo.sends(`news ${i}`, group)).seq);
    }
    await june.sends('my own does not count', group);
    assert.equal((await june.overview(group)).unread, 3);
    assert.deepEqual(await june.call('conversation.mark', { conversation: group, read: seqs[1] }),
      { read: seqs[1] });
    for (const device of [tablet, twin]) {
      const signal = await device.senses('read', (s) => s.conversation === group);
      assert.equal(signal.read, seqs[1]);
    }
    assert.equal((await june.overview(group)).unread, 1);
    assert.deepEqual(await june.call('conversation.mark', { conversation: group, read: 1 }),
      { read: seqs[1] }, 'never backwards');
    const { head } = await june.overview(group);
    assert.deepEqual(await june.call('conversation.mark',
      { conversation: group, read: head + 1000 }), { read: head }, 'never beyond the head');
    assert.equal((await tablet.overview(group)).unread, 0);
    assert.ok(!mo.signals.some((s) => s.type === 'read'), 'nobody else is told');
    const removed = await mo.sends('taken back', group);
    await mo.call('message.remove', { conversation: group, seq: removed.seq });
    assert.equal((await june.overview(group)).unread, 0, 'a removed message is not unread');
  });

  it('keeps read marks over a restart', async () => {
    const group = await town.group('Kept marks', june, mo);
    const { seq } = await mo.sends('read me', group);
    await june.reaches(group, seq);
    await june.call('conversation.mark', { conversation: group, read: seq });
    await town.server.stop({ keep: true });
    await town.server.restart();
    for (const who of [june, mo, priya, town.cora]) {
      await who.attach({ resume: true });
    }
    const c = await june.overview(group);
    assert.equal(c.read, seq);
    assert.equal(c.unread, 0);
  });

  it('caps unread at a hundred', async () => {
    const group = await town.group('Many', june, mo);
    for (let i = 0; i < 104; i += 1) {
      await mo.sends(`n ${i}`, group);
    }
    assert.equal((await june.overview(group)).unread, 100);
  });

  it('lists members with name, role and since', async () => {
    const group = await town.group('Who', june, priya);
    const { members } = await june.call('conversation.members', { conversation: group });
    assert.deepEqual(members.map((m) => m.name).sort(), ['Cora', 'June', 'Priya']);
    const row = members.find((m) => m.name === 'Priya');
    assert.equal(row.role, 'supporter');
    assert.ok(Math.abs(row.since_at - Date.now()) < 60_000);
  });

  it('shows the inbox as a conversation of its own', async () => {
    const inbox = june.hello.conversations.find((c) => c.kind === 'inbox') ??
      [...june.conversations.values()].find((c) => c.kind === 'inbox');
    assert.ok(inbox);
    assert.equal(inbox.title, '');
    await refused(june.sends('to myself', inbox.id), ['wrong_state', 'not_found']);
    await refused(mo.history(inbox.id), 'not_found');
  });

  it('pages a long list', async () => {
    const many = await town.carer('Many');
    const ids = [];
    for (let i = 0; i < 400; i += 1) {
      const { conversation } = await town.cora.call('conversation.create',
        { title: `Group ${i} ${'long title '.repeat(5)}`, area: town.areas.North });
      await town.cora.call('conversation.add', { conversation, person: many.person });
      ids.push(conversation);
    }
    const reply = await many.attach();
    assert.ok(reply.more, 'the reply stops at 48 KiB');
    assert.ok(JSON.stringify(reply).length <= 48 * 1024 + 2048);
    for (const id of ids) {
      assert.ok(many.conversations.has(id), id);
    }
    await town.cora.sends('to the last', ids.at(-1));
    await town.cora.sends('to the first', ids[0]);
    await many.hears('message.sent', { text: 'to the last' });
    await many.hears('message.sent', { text: 'to the first' });
  });
});
