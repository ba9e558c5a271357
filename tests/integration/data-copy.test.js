// account.copy: all that is kept about oneself, page by page, and nobody else's.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady } from '../lib/matching.js';
import { SoftPasskey } from '../lib/passkey.js';
import { PASSWORD, Town } from '../lib/people.js';
import { codeAt } from '../lib/totp.js';

const PAGES_MOST = 500;
const REPORTS = 11; // one more than fits in a page
const DECISIONS = 3; // the same

/** The whole copy of `who`, part by part, and the places of its pages. */
async function copyOf(who, begin = undefined) {
  const whole = { person: null, passkeys: [], second_step: [], safe_contact: [],
    account_notices: [], requests: [], cuppas: [], matches: [], conversations: [], groups: [],
    meetings: [], reports: [], decisions: [], concerns: [], openings: [], messages: [], looks: [],
    places: [] };
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

/** The same rows, in whatever order. */
function same(rows, others) {
  const sorted = (list) => list.map((row) => JSON.stringify(row)).sort();
  assert.deepEqual(sorted(rows), sorted(others));
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

  it('says that a coordinator looked, whatever reason was given or had to be', async () => {
    const ivy = await town.carer('Ivy');
    await town.cora.call('profile.view', { person: ivy.person, reason: 'Before I ring her.' });
    await town.cora.call('safe_contact.view', { person: ivy.person, reason: 'I am about to ring.' });
    assert.deepEqual((await copyOf(ivy.http)).looks.map(({ what, by, as }) => [what, by, as]),
      [['profile', 'Cora', 'coordinator'], ['safe_contact', 'Cora', 'coordinator']]);
  });

  it('says that somebody looked who is a lead, too, and nothing of a lead for a concern', async () => {
    const ona = await town.carer('Ona');
    const before = await copyOf(ona.http);
    const dual = await town.invites(town.ada, 'Dina', 'coordinator');
    town.server.kithctl('role', 'grant', dual.handle, 'safeguarding_lead', 'North');
    await dual.attach();
    await dual.call('profile.view', { person: ona.person });
    await dual.call('profile.view', { person: ona.person, reason: 'Her file for the panel.' });
    await dual.call('safe_contact.view', { person: ona.person, reason: 'To write to her.' });
    await dual.call('match.view', { match });
    const looks = (copy) => copy.looks.map(({ what, by, as }) => [what, by, as]);
    const seen = ['profile', 'profile', 'safe_contact'].map((what) => [what, 'Dina', 'coordinator']);
    const after = await copyOf(ona.http);
    assert.deepEqual(looks(after), seen);
    assert.deepEqual(looks(await copyOf(june)).at(-1), ['match', 'Dina', 'coordinator']);
    assert.deepEqual(content({ ...after, looks: [] }), content(before));
    await lea.call('profile.view', { person: ona.person, reason: 'A worry about her.' });
    await lea.call('safe_contact.view', { person: ona.person, reason: 'To ring about the worry.' });
    town.server.kithctl('role', 'revoke', dual.handle, 'coordinator', 'North');
    await dual.call('profile.view', { person: ona.person, reason: 'A worry about her.' });
    assert.deepEqual(content(await copyOf(ona.http)), content(after));
  });

  it('says what whoever runs the machine did in her name', async () => {
    const una = await town.carer('Una');
    town.server.kithctl('sessions', 'list', una.handle);
    town.server.kithctl('token', 'create', una.handle, 'A program');
    assert.deepEqual((await copyOf(una.http)).looks.map(({ what, by, as }) => [what, by, as]),
      [['devices', undefined, 'operator'], ['token', undefined, 'operator']]);
  });

  it('says how one signs in, and gives nothing that would let anybody in', async () => {
    const mo = await town.carer('Mo');
    assert.deepEqual((await copyOf(mo.http)).second_step, [{ on: false }]);
    const phone = new SoftPasskey(town.server.origin);
    const asked = await mo.http.call('account.passkey_begin', { password: PASSWORD });
    await mo.http.call('account.passkey_add', phone.make(asked, { name: 'My phone' }));
    const copy = await copyOf(mo.http);
    assert.deepEqual(copy.passkeys.map(({ created_at, ...rest }) => [created_at > 0, rest]),
      [[true, { name: 'My phone' }]]);
    assert.ok(!JSON.stringify(copy).includes(phone.id.toString('base64url')));
    const { key } = await mo.http.call('account.second_factor_begin', { password: PASSWORD });
    const { codes } = await mo.http.call('account.second_factor_confirm',
      { code: codeAt(key, Date.now()) });
    const [step] = (await copyOf(mo.http)).second_step;
    assert.deepEqual({ ...step, since: step.since > 0 }, { on: true, since: true, codes_left: 10 });
    const told = JSON.stringify(await copyOf(mo.http));
    for (const secret of [key, ...codes]) {
      assert.ok(!told.includes(secret));
    }
  });

  it('has what one was told of one\'s account, put aside or not', async () => {
    const bea = await town.carer('Bea');
    const add = async () => bea.http.call('account.passkey_add',
      new SoftPasskey(town.server.origin).make(
        await bea.http.call('account.passkey_begin', { password: PASSWORD })));
    const twin = await town.again(bea);
    await add();
    await twin.http.call('account.notices_seen');
    const { notices } = await twin.http.call('account.notices');
    await add();
    const { account_notices: kept } = await copyOf(bea.http);
    const added = kept.filter(({ news }) => news === 'passkey_added');
    assert.equal(notices.filter(({ news }) => news === 'passkey_added').length, 0);
    assert.deepEqual(added.map((one) => one.closed_at > 0), [true, false]);
    assert.ok(added.every((one) => one.device.length > 0 && one.by === undefined));
    assert.equal((await copyOf(town.cora.http)).account_notices
      .filter(({ news }) => news === 'passkey_added').length, 0, 'nobody else\'s');
  });

  it('has when and how it is safe to reach one, the code word too', async () => {
    assert.deepEqual((await copyOf(june)).safe_contact, []);
    const contact = { look: 'notes', disguise: true, phone: true, voicemail: false, texts: false,
      letters: false, safe_from: 570, safe_until: 870, code_word: 'marmalade',
      not_told: 'Not my brother.' };
    await june.call('account.set_safe_contact', contact);
    const [row] = (await copyOf(june)).safe_contact;
    assert.deepEqual(row.contact, contact);
    assert.ok(row.said_at > 0);
    assert.deepEqual((await copyOf(fay)).safe_contact, [], 'her buddy\'s has none of it');
  });

  it('has one\'s half-hours, and of the other side nothing', async () => {
    const gran = await town.carer('Gran');
    await agrees(gran);
    const { cuppa } = await gran.http.call('cuppa.ask');
    const of = (copy) => copy.cuppas.find((one) => one.cuppa === cuppa);
    assert.equal(of(await copyOf(fay)), undefined, 'nobody has taken it');
    const { conversation } = await fay.call('cuppa.take', { cuppa });
    await gran.http.call('cuppa.again', { cuppa, again: true });
    const copy = await copyOf(gran.http);
    const { asked_at, taken_at, ends_at, ...mine } = of(copy);
    assert.deepEqual(mine, { cuppa, state: 'taken', i_am: 'carer', conversation, mine_again: true });
    assert.ok(asked_at <= taken_at && taken_at < ends_at);
    assert.ok(!JSON.stringify(copy).includes('Fay') && !JSON.stringify(copy).includes(fay.person));
    const hers = of(await copyOf(fay));
    assert.deepEqual([hers.i_am, hers.mine_again, hers.asked_at], ['supporter', false, undefined]);
    await gran.http.call('person.block', { person: fay.person });
    const onScreen = (await fay.call('matching.today')).cuppas.map((one) => one.cuppa);
    assert.deepEqual((await copyOf(fay)).cuppas.map((one) => one.cuppa).sort(), onScreen.sort());
  });

  it('has how one is known in groups, and one\'s part in their meetings, and of others nothing', async () => {
    const [hal, kit] = [await town.carer('Hal'), await town.carer('Kit')];
    await Promise.all([hal, kit].map((who) => who.attach()));
    const garden = await town.group('Garden', hal, kit);
    await hal.call('group.nickname', { conversation: garden, nickname: 'Nan B' });
    await kit.call('group.nickname', { conversation: garden, nickname: 'Kitten' });
    await kit.call('group.away', { conversation: garden, away: true });
    const { time } = await hal.call('server.hello');
    const at = time + 3_600_000;
    const { meeting } = await town.cora.call('meeting.create',
      { conversation: garden, at, minutes: 60, mode: 'venue', venue: 'The hall' });
    await hal.call('meeting.book', { meeting, coming: true, needs: 'No stairs' });
    await kit.call('meeting.book', { meeting, coming: false });
    await town.cora.call('meeting.attendance', { meeting, person: hal.person, came: true });
    const copy = await copyOf(hal);
    const [{ accepted_at, ...known }, ...more] = copy.groups;
    assert.deepEqual([known, more], [{ conversation: garden, nickname: 'Nan B' }, []]);
    assert.ok(accepted_at > 0);
    assert.deepEqual(copy.meetings, [{ conversation: garden, at, minutes: 60, mode: 'venue',
      coming: true, needs: 'No stairs', came: true }]);
    const hers = await copyOf(kit);
    assert.deepEqual(hers.meetings.map(({ coming, needs, came }) => [coming, needs, came]),
      [[false, undefined, undefined]]);
    assert.deepEqual(hers.groups.map(({ nickname, away_since }) => [nickname, away_since > 0]),
      [['Kitten', true]]);
    assert.doesNotMatch(JSON.stringify(copy), /Kit/);
    assert.doesNotMatch(JSON.stringify(hers), /Nan B|No stairs/);
    await hal.call('conversation.leave', { conversation: garden });
    const left = await copyOf(hal);
    assert.deepEqual([left.groups, left.meetings], [copy.groups, copy.meetings]);
  });

  it('has all that one reported and that was decided, page by page, as one\'s own pages', async () => {
    const [rae, sol] = [await town.carer('Rae'), await town.carer('Sol')];
    const fran = await town.invites(town.ada, 'Fran', 'facilitator');
    await Promise.all([rae, sol, fran].map((who) => who.attach()));
    const porch = await town.group('Porch', rae, sol, fran);
    for (let i = 0; i < REPORTS; i += 1) {
      const { seq } = await sol.sends(`Not kind ${i}`, porch);
      await rae.call('report.raise',
        { cid: randomUUID(), conversation: porch, seq, about: 'unkind' });
    }
    const { cases } = await fran.call('cases.list', { state: 'open' });
    for (const { case: id } of cases.slice(0, DECISIONS)) {
      await fran.call('case.claim', { case: id });
      await fran.call('case.decide',
        { case: id, decision: 'hidden', rule: 'line.1.2', text: 'Kindly.' });
    }
    for (let i = 0; i < DECISIONS; i += 1) {
      const { seq } = await rae.sends(`Quite kind ${i}`, porch);
      await sol.call('report.raise',
        { cid: randomUUID(), conversation: porch, seq, about: 'unkind' });
    }
    const { cases: more } = await fran.call('cases.list', { state: 'open' });
    for (const { case: id } of more.filter((row) => !cases.some((one) => one.case === row.case))) {
      await fran.call('case.claim', { case: id });
      await fran.call('case.decide', { case: id, decision: 'none' });
    }
    for (const what of ['He has not eaten.', 'He is asleep in class.']) {
      await rae.call('concern.raise', { cid: randomUUID(), what, grade: 'low' });
    }
    const [copy, hers] = [await copyOf(rae.http), await copyOf(sol.http)];
    const listed = await rae.call('report.list');
    assert.equal(listed.reports.length, REPORTS);
    same(copy.reports, listed.reports);
    const times = copy.reports.map(({ at }) => at);
    assert.deepEqual(times, [...times].sort((a, b) => a - b),
      'the oldest first, over the end of a page');
    assert.equal(hers.decisions.length, DECISIONS);
    same(hers.decisions, (await sol.call('report.list')).decisions);
    assert.equal(copy.concerns.length, 2);
    same(copy.concerns, (await rae.call('concern.mine')).concerns);
    assert.deepEqual([copy.decisions, hers.concerns], [[], []]);
    assert.equal(copy.places.filter((place) => place.startsWith('d')).length, 1,
      'not even by its pages does a case show of which she is not told');
    assert.deepEqual(hers.reports.map(({ outcome }) => outcome), Array(DECISIONS).fill('none'));
    assert.doesNotMatch(JSON.stringify(hers), /Rae|Fran/);
    assert.doesNotMatch(JSON.stringify(copy), /Sol|Fran|eaten/);
  });

  it('says when one\'s talk was opened and read, once one was told', async () => {
    const [pat, uli] = [await town.carer('Pat'), await town.supporter('Uli')];
    const conversation = await town.connects(pat, uli);
    await Promise.all([pat, uli].map((who) => who.attach()));
    await pat.sends('I cannot any more.', conversation);
    const { opening } = await lea.call('opening.ask',
      { cid: 'copy-open', conversation, why: 'danger', reason: 'Pat wrote of a plan.' });
    await town.ada.call('opening.approve', { opening });
    assert.deepEqual((await copyOf(pat.http)).openings, []);
    await lea.call('opening.read', { opening });
    const { openings } = await copyOf(pat.http);
    assert.deepEqual(openings.map((one) => [one.opening, one.why]), [[opening, 'danger']]);
    assert.deepEqual(openings, (await pat.call('openings.mine')).openings);
    assert.deepEqual((await copyOf(june)).openings, [], 'of nobody else');
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
