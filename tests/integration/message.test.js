// Sending, idempotency, editing, removing, reacting, replying, limits of text.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Http, refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

describe('message', () => {
  let town;
  let june;
  let priya;
  let pair;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    pair = await town.connects(june, priya);
    await june.attach();
    await priya.attach();
  });
  after(() => town.close());

  it('reaches the other and the sender’s own second device', async () => {
    const tablet = await town.again(june);
    await tablet.attach();
    const { seq, at, duplicate } = await june.sends('good morning', pair);
    assert.equal(duplicate ?? false, false);
    assert.ok(Math.abs(at - Date.now()) < 60_000);
    for (const device of [priya, tablet, june]) {
      const event = await device.hears('message.sent', { text: 'good morning' });
      assert.equal(event.seq, seq);
      assert.equal(event.at, at);
      assert.equal(event.by, june.person);
      assert.match(event.data.cid, /^[A-Za-z0-9_-]{1,64}$/);
    }
    await tablet.leave();
  });

  it('goes over HTTP as well', async () => {
    const { seq } = await june.http.call('message.send',
      { conversation: pair, cid: 'by-http', text: 'posted' });
    const event = await priya.hears('message.sent', { text: 'posted' });
    assert.equal(event.seq, seq);
  });

  it('stores the same cid once, sent a hundred times over ten connections', async () => {
    const devices = await Promise.all(Array.from({ length: 10 }, async () => {
      const device = town.keep(await june.another());
      await device.attach();
      return device;
    }));
    const message = { conversation: pair, cid: 'hundredfold', text: 'just once' };
    const sendings = [];
    for (let round = 0; round < 10; round += 1) {
      sendings.push(...await Promise.all(devices.map((d) => d.call('message.send', message))));
    }
    assert.equal(new Set(sendings.map((s) => s.seq)).size, 1);
    assert.equal(new Set(sendings.map((s) => s.at)).size, 1);
    assert.equal(sendings.filter((s) => !s.duplicate).length, 1);
    const all = await june.wholeHistory(pair);
    assert.equal(all.filter((e) => e.data?.cid === 'hundredfold').length, 1);
    await priya.reaches(pair, sendings[0].seq);
    await Promise.all(devices.map((d) => d.detach()));
  });

  it('refuses another message under the same cid', async () => {
    const other = await town.group('Other', june);
    const first = { conversation: pair, cid: 'taken-cid', text: 'first' };
    const { seq } = await june.call('message.send', first);
    const cases = [{ ...first, text: 'second' }, { ...first, conversation: other },
      { ...first, reply_to: seq }];
    for (const params of cases) {
      await refused(june.call('message.send', params), 'cid_conflict', { retry: 'no' });
    }
    assert.equal((await june.call('message.send', first)).duplicate, true);
    await priya.call('message.send', { ...first, text: 'her own cid space' });
  });

  it('knows a duplicate even of what was edited or removed', async () => {
    const params = { conversation: pair, cid: 'edited-then-again', text: 'first words' };
    const { seq } = await june.call('message.send', params);
    await june.call('message.edit', { conversation: pair, seq, text: 'other words' });
    const again = await june.call('message.send', params).catch((e) => e);
    assert.ok(again.duplicate === true || again.error === 'cid_conflict', JSON.stringify(again));
    assert.equal((await june.wholeHistory(pair))
      .filter((e) => e.data?.cid === params.cid).length, 1);
  });

  it('holds the limits of text', async () => {
    const send = (text, more = {}) =>
      june.call('message.send', { conversation: pair, cid: `t-${Math.random()}`.replace('.', ''),
        text, ...more }, { wild: true });
    await send('x'.repeat(4000));
    await send('€'.repeat(4000)); // 12,000 bytes
    await send('a\n\tb');
    for (const text of ['', '   ', '\n\t', 'bell\u0007', '\u007f']) {
      await refused(send(text), 'bad_request', { field: 'text' });
    }
    for (const text of ['x'.repeat(4001), '😀'.repeat(3001)]) {
      await refused(send(text), 'too_large', { field: 'text' });
    }
    for (const cid of ['', 'has space', 'x'.repeat(65), 'ä']) {
      await refused(send('hello', { cid }), ['bad_request', 'too_large'], { field: 'cid' });
    }
    for (const text of ['lone \\ud800 half', 'nul \\u0000', 'overlong \\u12']) {
      const answer = await june.rawAnswer('{"jsonrpc":"2.0","id":"x","method":"message.send",' +
        `"params":{"conversation":"${pair}","cid":"x","text":"${text}"}}`);
      assert.ok(answer.error, `${text} is no text`);
    }
  });

  it('gives text back letter for letter', async () => {
    const texts = ['<b>&amp;</b> "quoted" \\ back', '\u202eright to left', 'e\u0301 é ﷽', '👩‍👧‍👦',
      '\u2028line\u2029para', '{"json":true}', 'a'.repeat(3999) + '.'];
    for (const text of texts) {
      const { seq } = await june.sends(text, pair);
      assert.equal((await priya.hears('message.sent', { where: (e) => e.seq === seq })).data.text,
        text);
      const { events } = await priya.history(pair, { after: seq - 1, limit: 1 });
      assert.equal(events[0].data.text, text);
    }
  });

  it('replies to what can be seen', async () => {
    const { seq } = await june.sends('a question', pair);
    await priya.sends('an answer', pair, { reply_to: seq });
    const heard = await june.hears('message.sent', { text: 'an answer' });
    assert.equal(heard.data.reply_to, seq);
    const { head } = await june.overview(pair);
    for (const reply of [head + 10, 0, -1]) {
      await refused(june.call('message.send', { conversation: pair, cid: `r${reply + 1}`,
        text: 'to nothing', reply_to: reply }, { wild: true }), ['bad_request', 'not_found']);
    }
  });

  it('edits: author only, text replaced everywhere', async () => {
    const { seq } = await june.sends('frist', pair);
    const edit = await june.call('message.edit', { conversation: pair, seq, text: 'first' });
    assert.ok(edit.seq > seq);
    const heard = await priya.hears('message.edited', { where: (e) => e.data.ref === seq });
    assert.equal(heard.seq, edit.seq);
    assert.equal(heard.data.text, 'first');
    const { events } = await priya.history(pair, { after: seq - 1, limit: 1 });
    assert.equal(events[0].data.text, 'first');
    assert.equal(events[0].data.edited_at, edit.at);
    await june.call('message.edit', { conversation: pair, seq, text: 'first of all' });
    const both = await priya.history(pair, { after: seq - 1, limit: 100 });
    assert.ok(!JSON.stringify(both).includes('frist'));
    const texts = both.events.filter((e) => e.data?.ref === seq).map((e) => e.data.text);
    assert.deepEqual(texts, ['first of all', 'first of all'], 'an edit carries the current text');
    await refused(priya.call('message.edit', { conversation: pair, seq, text: 'mine' }),
      'denied');
    await refused(june.call('message.edit', { conversation: pair, seq: 1, text: 'x' }),
      'wrong_state');
    await refused(june.call('message.edit', { conversation: pair, seq: 99_999, text: 'x' }),
      'not_found');
  });

  it('removes: author only, a tombstone everywhere, then gone', async () => {
    const { seq } = await june.sends('regretted words', pair);
    await june.call('message.edit', { conversation: pair, seq, text: 'regretted again' });
    await priya.hears('message.edited', { where: (e) => e.data.ref === seq });
    await refused(priya.call('message.remove', { conversation: pair, seq }), 'denied');
    const removal = await june.call('message.remove', { conversation: pair, seq });
    const heard = await priya.hears('message.removed', { where: (e) => e.data.ref === seq });
    assert.equal(heard.seq, removal.seq);
    const page = await priya.history(pair, { after: seq - 1, limit: 100 });
    assert.ok(!JSON.stringify(page).includes('regretted'));
    assert.equal(page.events[0].data.removed, true);
    assert.ok(!('text' in page.events[0].data));
    for (const method of ['message.remove', 'message.edit']) {
      await refused(june.call(method, { conversation: pair, seq,
        ...(method === 'message.edit' ? { text: 'x' } : {}) }), 'gone', { retry: 'no' });
    }
    await refused(priya.call('message.react', { conversation: pair, seq, reaction: 'heart' }),
      'gone');
  });

  it('reacts, changes and takes back', async () => {
    const { seq } = await june.sends('he slept through', pair);
    const first = await priya.call('message.react', { conversation: pair, seq, reaction: 'hug' });
    const heard = await june.hears('message.reacted', { where: (e) => e.data.ref === seq });
    assert.equal(heard.data.reaction, 'hug');
    assert.equal(heard.by, priya.person);
    assert.deepEqual(await priya.call('message.react',
      { conversation: pair, seq, reaction: 'hug' }), first, 'a repeat answers the earlier one');
    await priya.call('message.react', { conversation: pair, seq, reaction: null });
    const back = await june.hears('message.reacted', { where: (e) => e.data.ref === seq });
    assert.equal(back.data.reaction, null);
    await refused(priya.call('message.react',
      { conversation: pair, seq, reaction: 'skull' }, { wild: true }), 'bad_request',
    { field: 'reaction' });
    const { limits } = await june.call('server.hello');
    assert.deepEqual([...limits.reactions].sort(),
      ['candle', 'heart', 'hug', 'smile', 'strong', 'thanks']);
  });

  it('limits how fast one person sends and says for how long', async () => {
    const slow = await Town.found({ options: { 'send-burst': 10, 'send-per-s': 1 } });
    try {
      const group = await slow.group('Chatty');
      await slow.cora.attach();
      const outcomes = [];
      for (let i = 0; i < 15; i += 1) {
        outcomes.push(await slow.cora.sends(`fast ${i}`, group).catch((e) => e));
      }
      assert.ok(outcomes.slice(0, 10).every((o) => o.seq), 'ten at once');
      const refusal = outcomes.find((o) => o.error);
      assert.equal(refusal.error, 'rate_limited');
      assert.equal(refusal.data.retry, 'later');
      assert.ok(refusal.data.after_ms > 0 && refusal.data.after_ms <= 2000,
        JSON.stringify(refusal.answer));
      const http = new Http(slow.server.url, { cookie: slow.cora.http.cookie });
      await refused(http.call('message.send', { conversation: group, cid: 'h', text: 'h' }),
        'rate_limited', { after_ms: true }); // the bucket is the person's, not the connection's
      http.close();
    } finally {
      await slow.close();
    }
  });

  it('comes to fifty members in the same order from three who write at once', async () => {
    const members = [];
    for (let i = 0; i < 47; i += 1) {
      members.push(await town.carer(`Member-${i}`));
    }
    const group = await town.group('Fifty', june, priya, ...members);
    await Promise.all(members.map((m) => m.attach()));
    const writers = [june, priya, members[0]];
    await Promise.all(writers.map(async (who) => {
      for (let i = 0; i < 20; i += 1) {
        await who.sends(`${who.name} ${i}`, group);
      }
    }));
    const { head } = await june.overview(group);
    await Promise.all([june, priya, ...members].map((m) => m.reaches(group, head)));
    const texts = (device) => device.heard.filter((e) => e.conversation === group &&
      e.kind === 'message.sent').map((e) => `${e.seq} ${e.data.cid}`);
    const wanted = texts(june);
    assert.equal(wanted.length, 60);
    for (const member of [priya, ...members]) {
      assert.deepEqual(texts(member), wanted, member.name);
    }
    await Promise.all(members.map((m) => m.detach()));
  });
});
