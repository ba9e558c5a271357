// account.copy: all that is kept about oneself, page by page, and nobody else's.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady } from '../lib/matching.js';
import { Town } from '../lib/people.js';

const PAGES_MOST = 500;

/** The whole copy of `who`: {person, requests, matches, conversations, messages, looks}. */
async function copyOf(who, begin = undefined) {
  const whole = { person: null, requests: [], matches: [], conversations: [], messages: [],
    looks: [], places: [] };
  let place = begin ?? (await who.call('account.copy_begin')).next;
  for (let pages = 0; place !== undefined; pages += 1) {
    assert.ok(pages < PAGES_MOST, 'the copy ends');
    const { next, ...page } = await who.call('account.copy', { place });
    whole.places.push(place);
    for (const [part, rows] of Object.entries(page)) {
      whole[part] = Array.isArray(rows) ? [...whole[part], ...rows] : rows;
    }
    place = next;
  }
  return whole;
}

/** All of a copy but the places, which are of each copy alone. */
const content = ({ places: _, ...parts }) => parts;

describe('the copy of one\'s own data', () => {
  let town;
  let june;
  let fay;
  let lea;
  let group;
  let match;

  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    fay = await town.supporter('Fay');
    lea = await town.invites(town.ada, 'Lea', 'safeguarding_lead', null);
    group = await town.group('Kettle', june, fay);
    await Promise.all([june, fay, town.cora, lea].map((who) => who.attach()));
    await agrees(june);
    await isReady(fay, town.cora);
    match = await introduced(june, fay, town.cora);
    const { time } = await fay.call('server.hello');
    await fay.call('call.log', { match, at: time, mode: 'phone', minutes: 20, feel: 'hard' });
    await june.sends('He slept through', group);
    await fay.sends('So glad for you', group);
    const slip = await june.sends('Not for here', group);
    await june.call('message.remove', { conversation: group, seq: slip.seq });
    const typed = await june.sends('Scool on Monday', group);
    await june.call('message.edit',
      { conversation: group, seq: typed.seq, text: 'School on Monday' });
  });
  after(() => town.server.stop());

  it('has what one wrote, as it reads now, and of nobody else a word', async () => {
    const copy = await copyOf(june);
    assert.deepEqual(copy.messages.map(({ text, removed }) => text ?? removed),
      ['He slept through', true, 'School on Monday']);
    assert.ok(copy.messages[2].edited_at >= copy.messages[2].at);
    assert.ok(copy.messages.every((one) => one.conversation === group));
    const told = JSON.stringify(copy);
    for (const others of ['So glad', 'Fay', fay.person, 'hard', 'Not for here', 'Scool']) {
      assert.ok(!told.includes(others), others);
    }
  });

  it('says who one is, with what one signs in, and where one was', async () => {
    const copy = await copyOf(june);
    assert.equal(copy.person.name, 'June');
    assert.equal(copy.person.handle, 'june');
    assert.equal(copy.person.roles[0].role, 'carer');
    const kinds = copy.conversations.map(({ kind, title }) => [kind, title]);
    assert.deepEqual(kinds.find(([kind]) => kind === 'group'), ['group', 'Kettle']);
    assert.ok(kinds.some(([kind, title]) => kind === 'pair' && title === undefined));
    assert.deepEqual(copy.conversations.find((one) => one.conversation === group)
      .stays.map((stay) => stay.ended), ['current']);
  });

  it('has one\'s requests and matches, with why these two', async () => {
    const copy = await copyOf(june);
    assert.equal(copy.requests.length, 1);
    assert.equal(copy.requests[0].state, 'matched');
    const [one] = copy.matches;
    assert.equal(one.match, match);
    assert.equal(one.i_am, 'carer');
    assert.equal(one.mine, 'yes');
    assert.ok(one.shared.length > 0);
    assert.equal(one.calls[0].minutes, 20);
    assert.equal(one.calls[0].feel, undefined, 'how it felt is the word of the other');
    const hers = (await copyOf(fay)).matches[0];
    assert.equal(hers.calls[0].feel, 'hard');
  });

  it('says who of the staff opened something, and nothing of whoever keeps people safe', async () => {
    await town.cora.call('profile.view', { person: june.person });
    await town.cora.call('match.view', { match });
    const before = await copyOf(june);
    assert.deepEqual(before.looks.map(({ what, by, as }) => [what, by, as]),
      [['profile', 'Cora', 'coordinator'], ['match', 'Cora', 'coordinator']]);
    assert.deepEqual((await copyOf(fay)).looks.map(({ what }) => what), ['match']);
    await lea.call('profile.view', { person: june.person, reason: 'A worry about her.' });
    await lea.call('match.view', { match });
    await town.cora.call('concern.raise', { cid: randomUUID(), person: june.person,
      what: 'She sounded frightened.', grade: 'same_day' });
    assert.deepEqual(content(await copyOf(june)), content(before));
  });

  it('gives a long history in pages', async () => {
    for (let i = 0; i < 230; i += 1) {
      await june.sends(`line ${i}`, group);
    }
    const copy = await copyOf(june);
    assert.deepEqual(copy.messages.slice(-230).map((one) => one.text),
      Array.from({ length: 230 }, (_, i) => `line ${i}`));
    assert.equal(new Set(copy.messages.map((one) => one.seq)).size, copy.messages.length);
  });

  it('goes on from any place, on another connection', async () => {
    const whole = await copyOf(june);
    const ways = whole.places.filter((place) => place.startsWith('w'));
    assert.ok(ways.some((place) => /^w\.[1-9]\d*\.[1-9]/.test(place)), 'within a conversation');
    for (const place of ways) {
      const rest = await copyOf(june.http, place);
      assert.equal(rest.person, null);
      assert.deepEqual(rest.messages,
        whole.messages.slice(whole.messages.length - rest.messages.length), place);
      assert.deepEqual(rest.looks, whole.looks);
    }
    assert.deepEqual((await copyOf(june.http, ways[0])).messages, whole.messages);
  });

  it('refuses places that it never gave, and gives nobody another\'s', async () => {
    const { next } = await june.call('account.copy_begin');
    const [, proof] = /^p\.0\.0(\.\d+\.[0-9a-f]+)$/.exec(next);
    const huge = '9223372036854775807';
    for (const start of ['x.0.0', 'p.0.0.0', 'p.0.-1', `w.${huge}0.0`, `l.${huge}.0`,
      `w.5.${huge}`, 'p.0']) {
      await refused(june.call('account.copy', { place: start + proof }), 'bad_request',
        { field: 'place' });
    }
    await june.call('account.copy', { place: `l.0.0${proof}` });
    for (const end of ['', proof.slice(0, -1), `${proof}0`]) {
      await refused(june.call('account.copy', { place: `p.0.0${end}` }), 'bad_request',
        { field: 'place' });
    }
    for (const end of [proof.replace(/.$/, (d) => (d === '0' ? '1' : '0')),
      proof.replace(/\d\./, (d) => `${(Number(d[0]) + 1) % 10}.`)]) {
      await refused(june.call('account.copy', { place: `p.0.0${end}` }), 'expired',
        { field: 'place' });
    }
    await refused(fay.call('account.copy', { place: next }), 'expired', { field: 'place' });
  });

  it('is one page at a time', async () => {
    const { next } = await june.call('account.copy_begin');
    const answers = await Promise.all(Array.from({ length: 8 }, () =>
      june.call('account.copy', { place: `l${next.slice(1)}` }).then(() => 'given',
        (refusal) => refusal.data?.error ?? refusal.error)));
    assert.ok(answers.every((one) => one === 'given' || one === 'busy'), String(answers));
    assert.ok(answers.includes('given'));
  });

  it('goes on for a day, and no longer', async () => {
    const demo = await Town.demo();
    try {
      const dora = await demo.demoPerson('dorothy');
      const { next } = await dora.http.call('account.copy_begin');
      demo.server.kithctl('clock', 'advance', '23h');
      await dora.http.call('account.copy', { place: next });
      demo.server.kithctl('clock', 'advance', '2h');
      await refused(dora.http.call('account.copy', { place: next }), 'expired', { field: 'place' });
    } finally {
      await demo.server.stop();
    }
  });
});
