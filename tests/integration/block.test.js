// Blocking: nobody is told, the seq stays, the words do not come.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('block', () => {
  let town;
  let june;
  let mo;
  let priya;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Moira');
    priya = await town.supporter('Priya');
    for (const who of [june, mo, priya]) {
      await who.attach();
    }
  });
  after(() => town.close());

  it('withholds in both directions, live, in history and in resume', async () => {
    const group = await town.group('Both ways', june, mo, priya);
    const before = await mo.sends('before the block', group);
    await june.hears('message.sent', { text: 'before the block' });
    assert.deepEqual(await june.call('person.block', { person: mo.person }), {});
    const { seq: fromMo } = await mo.sends('from Mo', group);
    const { seq: fromJune } = await june.sends('from June', group);
    await priya.hears('message.sent', { text: 'from Mo' });
    await priya.hears('message.sent', { text: 'from June' });
    for (const [who, seq] of [[june, fromMo], [mo, fromJune]]) {
      const event = await who.hears('withheld', { where: (e) => e.seq === seq });
      assert.deepEqual(Object.keys(event).filter((k) => !['taken', 'conversation'].includes(k))
        .sort(), ['kind', 'seq']);
      const { events } = await who.history(group, { after: seq - 1, limit: 1 });
      assert.deepEqual(events[0], { seq, kind: 'withheld' });
    }
    const hidden = await june.history(group, { after: before.seq - 1, limit: 1 });
    assert.equal(hidden.events[0].kind, 'withheld', 'what he wrote before is hidden as well');
    const device = town.keep(await june.another());
    const { epoch } = await june.overview(group);
    await device.attach({ resume: { [group]: [epoch, before.seq - 1] } });
    await device.reaches(group, fromJune);
    assert.equal(device.stream(group).events.get(fromMo).kind, 'withheld');
    await mo.call('message.react', { conversation: group, seq: fromMo, reaction: 'smile' });
    await priya.hears('message.reacted', { where: (e) => e.data.ref === fromMo });
    await june.call('person.unblock', { person: mo.person });
    const shown = await june.history(group, { after: fromMo - 1, limit: 1 });
    assert.equal(shown.events[0].data.text, 'from Mo', 'unblocking gives it back');
  });

  it('does not count what is withheld as unread', async () => {
    const group = await town.group('Unread', june, mo);
    await june.call('person.block', { person: mo.person });
    const { head } = await june.overview(group);
    await june.call('conversation.mark', { conversation: group, read: head });
    await mo.sends('not counted', group);
    assert.equal((await june.overview(group)).unread, 0);
    await june.call('person.unblock', { person: mo.person });
  });

  it('tells nobody: a pair still takes the message', async () => {
    const pair = await town.connects(june, priya);
    await june.call('person.block', { person: priya.person });
    const { seq } = await priya.sends('are you there?', pair);
    assert.ok(seq > 0);
    const own = await priya.hears('message.sent', { text: 'are you there?' });
    assert.equal(own.seq, seq);
    await june.hears('withheld', { where: (e) => e.seq === seq });
    const { seq: answered } = await june.sends('nobody hears this', pair);
    await priya.hears('withheld', { where: (e) => e.seq === answered });
    const members = await priya.call('conversation.members', { conversation: pair });
    assert.deepEqual(members.members.map((m) => m.person).sort(),
      [june.person, priya.person].sort());
    await priya.call('conversation.typing', { conversation: pair, on: true });
    await june.call('person.unblock', { person: priya.person });
    await priya.sends('now?', pair);
    await june.hears('message.sent', { text: 'now?' });
    assert.ok(!june.signals.some((s) => s.type === 'typing' && s.person === priya.person),
      'typing of a blocked person does not come');
  });

  it('lists whom one has blocked, and only that', async () => {
    await town.group('Listing', june, mo);
    await june.call('person.block', { person: mo.person });
    await june.call('person.block', { person: mo.person });
    assert.deepEqual((await june.call('people.blocked')).people, [{ id: mo.person, name: 'Moira' }]);
    assert.deepEqual((await mo.call('people.blocked')).people, []);
    await june.call('person.unblock', { person: mo.person });
    assert.deepEqual((await june.call('people.blocked')).people, []);
  });

  it('knows only people one has shared a conversation with', async () => {
    const stranger = await town.carer('Stranger');
    const foreign = await refused(june.call('person.block', { person: stranger.person }),
      'not_found');
    const absent = await refused(june.call('person.block', { person: 'p0000000000000' }),
      'not_found');
    assert.deepEqual(foreign.answer, absent.answer);
    await refused(june.call('person.block', { person: june.person }), 'not_found');
  });

  it('withholds a reply’s target but not the reply', async () => {
    const group = await town.group('Replies', june, mo, priya);
    await june.call('person.block', { person: mo.person });
    const { seq } = await mo.sends('hidden question', group);
    await priya.sends('open answer', group, { reply_to: seq });
    const heard = await june.hears('message.sent', { text: 'open answer' });
    assert.ok(!JSON.stringify(heard).includes('hidden question'));
    await refused(june.sends('I answer too', group, { reply_to: seq }), 'bad_request');
    await june.call('person.unblock', { person: mo.person });
  });

  it('holds when two block each other in the middle of a fan-out', async () => {
    const group = await town.group('Quarrel', june, mo, priya);
    for (let round = 0; round < 10; round += 1) {
      const sends = [];
      for (let i = 0; i < 4; i += 1) {
        sends.push(june.sends(`j ${round} ${i}`, group), mo.sends(`m ${round} ${i}`, group));
      }
      const blocks = Promise.all([june.call('person.block', { person: mo.person }),
        mo.call('person.block', { person: june.person })]);
      await Promise.all([...sends, blocks]);
      const during = [await june.sends(`j ${round} after`, group),
        await mo.sends(`m ${round} after`, group)];
      const head = Math.max(...during.map((d) => d.seq));
      await Promise.all([june, mo, priya].map((w) => w.reaches(group, head)));
      assert.ok(!june.heard.some((e) => e.data?.text === `m ${round} after`));
      assert.ok(!mo.heard.some((e) => e.data?.text === `j ${round} after`));
      await Promise.all([june.call('person.unblock', { person: mo.person }),
        mo.call('person.unblock', { person: june.person })]);
    }
    assert.ok(!priya.heard.some((e) => e.conversation === group && e.kind === 'withheld'));
    const all = await priya.wholeHistory(group);
    assert.equal(all.filter((e) => e.kind === 'message.sent').length, 100);
  });
});
