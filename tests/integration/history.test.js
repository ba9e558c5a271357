// conversation.history in all directions and at all bounds, and resuming.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('history and resume', () => {
  let town;
  let june;
  let mo;
  let group;
  let head;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Moira');
    group = await town.group('Long talk', june, mo);
    await june.attach();
    await mo.attach();
    for (let i = 0; i < 250; i += 1) {
      await mo.sends(`line ${i}`, group);
    }
    ({ head } = await june.overview(group));
    await june.reaches(group, head);
  });
  after(() => town.close());

  const seqs = (page) => page.events.map((e) => e.seq);
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  it('gives the newest by default, ascending', async () => {
    const page = await june.history(group, { limit: 20 });
    assert.deepEqual(seqs(page), range(head - 19, head));
    assert.equal(page.more, true);
    assert.equal(page.people[mo.person].name, 'Moira');
  });

  it('goes back before a seq, exclusive, down to the floor', async () => {
    const page = await june.history(group, { before: head - 19, limit: 100 });
    assert.deepEqual(seqs(page), range(head - 119, head - 20));
    assert.equal(page.more, true);
    const { floor } = await june.overview(group);
    const first = await june.history(group, { before: floor + 3, limit: 100 });
    assert.deepEqual(seqs(first), range(floor, floor + 2));
    assert.ok(!first.more);
    assert.deepEqual(seqs(await june.history(group, { before: floor })), []);
  });

  it('goes on after a seq, exclusive, up to the head', async () => {
    const page = await june.history(group, { after: 100, limit: 10 });
    assert.deepEqual(seqs(page), range(101, 110));
    assert.equal(page.more, true);
    const last = await june.history(group, { after: head - 2, limit: 10 });
    assert.deepEqual(seqs(last), [head - 1, head]);
    assert.ok(!last.more);
    const none = await june.history(group, { after: head });
    assert.deepEqual(seqs(none), []);
    assert.ok(!none.more);
    assert.deepEqual(seqs(await june.history(group, { after: head + 1000 })), []);
  });

  it('goes around a seq', async () => {
    const page = await june.history(group, { around: 120, limit: 11 });
    assert.ok(seqs(page).includes(120));
    assert.equal(page.events.length, 11);
    assert.deepEqual(seqs(page), range(seqs(page)[0], seqs(page)[0] + 10));
    assert.equal(page.more_before, true);
    assert.equal(page.more_after, true);
    const edge = await june.history(group, { around: head, limit: 10 });
    assert.ok(seqs(edge).includes(head));
    assert.ok(!edge.more_after);
  });

  it('equals what came live', async () => {
    const all = await june.wholeHistory(group);
    const live = june.heard.filter((e) => e.conversation === group)
      .map(({ conversation, taken, ...event }) => event);
    const stored = all.filter((e) => e.seq >= live[0].seq);
    assert.deepEqual(stored, live);
  });

  it('keeps to the limit of 48 KiB a page and says that there is more', async () => {
    const big = await town.group('Big', june, mo);
    for (let i = 0; i < 20; i += 1) {
      await mo.sends('€'.repeat(4000), big);
    }
    const page = await june.history(big, { limit: 100 });
    assert.ok(JSON.stringify(page).length <= 4 * 48 * 1024);
    assert.ok(Buffer.byteLength(JSON.stringify(page)) <= 48 * 1024 + 2048);
    assert.equal(page.more, true);
    assert.ok(page.events.length >= 3);
    const all = await june.wholeHistory(big);
    assert.equal(all.filter((e) => e.kind === 'message.sent').length, 20);
  });

  for (const missed of [0, 1, 5000]) {
    it(`resumes after ${missed} missed events`, async () => {
      const writers = await Promise.all([1, 2, 3, 4].map(async () => {
        const device = town.keep(await mo.another());
        await device.attach();
        return device;
      }));
      const start = (await june.overview(group)).head;
      await june.reaches(group, start);
      await june.detach();
      await Promise.all(writers.map(async (writer, lane) => {
        for (let i = lane; i < missed; i += writers.length * 6) {
          const some = [];
          for (let k = i; k < missed && some.length < 6; k += writers.length) {
            some.push(writer.sends(`missed ${k}`, group));
          }
          await Promise.all(some);
        }
      }));
      await june.attach({ resume: true });
      await june.reaches(group, start + missed, 30_000);
      assert.equal(june.stream(group).last, start + missed);
      june.checkStreams();
      await mo.sends(`live after ${missed}`, group);
      await june.hears('message.sent', { text: `live after ${missed}` });
      await Promise.all(writers.map((w) => w.detach()));
    });
  }

  it('catches up from the very beginning while others go on writing', async () => {
    const late = town.keep(await june.another());
    const { epoch, floor } = await june.overview(group);
    let writing = true;
    const chatter = (async () => {
      for (let i = 0; writing; i += 1) {
        await mo.sends(`meanwhile ${i}`, group);
      }
    })();
    await late.attach({ resume: { [group]: [epoch, floor - 1] } });
    await late.reaches(group, head + 1, 30_000);
    writing = false;
    await chatter;
    const { head: now } = await june.overview(group);
    await late.reaches(group, now, 30_000);
    assert.equal(late.stream(group).events.size, now - floor + 1);
    late.checkStreams();
  });

  it('says resync for a foreign epoch and for a cursor above the head', async () => {
    const { epoch, head: now } = await june.overview(group);
    for (const cursor of [['0000000000000', 3], [epoch, now + 1]]) {
      const device = await june.another();
      const reply = await device.attach({ resume: { [group]: cursor } });
      const c = reply.conversations.find((x) => x.id === group);
      assert.equal(c.resync, true, JSON.stringify(cursor));
      assert.equal(c.head, now);
      await device.detach();
      device.http.close();
    }
  });

  it('lists as gone what is not hers or does not exist', async () => {
    const foreign = await town.group('Not June’s');
    const { epoch } = await town.cora.overview(foreign);
    const device = await june.another();
    const reply = await device.attach({
      resume: { [foreign]: [epoch, 1], c0000000000000: [epoch, 1] }, all: false });
    assert.deepEqual([...reply.gone].sort(), [foreign, 'c0000000000000'].sort());
    await device.leave();
  });

  it('starts at the head without a cursor', async () => {
    const device = town.keep(await june.another());
    await device.attach();
    const { head: now } = await june.overview(group);
    assert.equal(device.stream(group).last, now);
    await mo.sends('only this', group);
    await device.hears('message.sent', { text: 'only this' });
    assert.equal(device.heard.filter((e) => e.conversation === group).length, 1);
  });

  it('refuses bounds that contradict each other', async () => {
    await refused(june.call('conversation.history',
      { conversation: group, before: 5, after: 1 }, { wild: true }), 'bad_request');
  });
});
