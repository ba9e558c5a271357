// Two people who share all that two people can share, and an order that they have no contact:
// from then on neither finds the other's id or name in any answer, event or signal.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady, runOver } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { ROOT } from '../lib/traffic.js';
import { until } from '../lib/wait.js';

const DESPAIR = 'I want to kill myself tonight';
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What lists people or may name one, with its parameters, for the one who asks. */
function questions({ pair, group, match, run }, other) {
  const conversations = [['pair', pair], ['group', group]];
  const of = (method) => conversations.map(([name, conversation]) =>
    [`${method} of the ${name}`, method, { conversation }]);
  const found = conversations.map(([name, conversation]) =>
    [`message.search in the ${name}`, 'message.search', { conversation, words: 'e' }]);
  const plain = (...methods) => methods.map((method) => [method, method, {}]);
  return [
    ...of('conversation.history'), ...of('conversation.members'), ...found,
    ...['p', 'r', 'm', 'c', 'w', 'l'].map((part) => [`account.copy of ${part}`, 'account.copy',
      async (who) => ({ place: part + (await who.call('account.copy_begin')).next.slice(1) })]),
    ['group.get', 'group.get', { conversation: group }],
    ['group.quiet', 'group.quiet', { conversation: group }],
    ['meeting.list', 'meeting.list', { conversation: group }],
    ['meeting.list, past', 'meeting.list', { conversation: group, past: true }],
    ['match.get', 'match.get', { match }],
    ['match.view', 'match.view', { match }],
    ['matching.get', 'matching.get', { run }],
    ['profile.view', 'profile.view', { person: other, reason: 'to see' }],
    ['safe_contact.view', 'safe_contact.view', { person: other, reason: 'to see' }],
    ['cases.list', 'cases.list', {}],
    ['cases.list, decided', 'cases.list', { state: 'decided' }],
    ['cases.list, closed', 'cases.list', { state: 'closed' }],
    ...plain('account.erasure_plan', 'account.notices', 'account.passkey_ask',
      'account.passkeys', 'account.safe_contact', 'account.second_factor', 'alerts.list',
      'area.neighbours', 'concern.mine', 'concerns.list', 'concerns.over', 'conduct.list', 'conversation.list',
      'deputy.get', 'help.get', 'matches.list', 'matching.runs', 'matching.today',
      'matching.waiting', 'notify.get', 'openings.list', 'openings.mine', 'outbox.list',
      'people.blocked', 'people.list', 'profile.get', 'report.list', 'rota.list', 'rules.list',
      'session.list', 'supporter.get', 'supporters.list', 'matching.report'),
  ];
}

/** Commands that only read, and yet are not asked: what they tell is looked at elsewhere. */
const NOT_ASKED = ['case.get', 'concern.get', 'conversation.typing', 'invite.look',
  'matching.pair', 'opening.read', 'session.attach', 'session.passkey_begin', 'session.ticket'];

/** Every command with which somebody who is signed in reads. */
function readers() {
  const folder = path.join(ROOT, 'protocol', 'commands');
  return fs.readdirSync(folder)
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')))
    .filter((one) => one.effects === 'reads' && !one.name.startsWith('operator.'))
    .map((one) => one.name);
}

/** Which answers name the other, by id or by name. */
async function naming(who, other, things) {
  const found = new Set();
  const cases = await who.call('cases.list').then((r) => r.cases, () => []);
  const more = cases.map((one) => [`case.get`, 'case.get', { case: one.case }]);
  for (const [label, method, params] of [...questions(things, other.person), ...more]) {
    const asked = typeof params === 'function' ? await params(who) : params;
    const answer = await who.call(method, asked).then(JSON.stringify, (error) => {
      assert.ok(error.error && error.error !== 'internal', `${label}: ${error}`);
      return '';
    });
    if (answer.includes(other.person) || answer.includes(other.name)) {
      found.add(label);
    }
  }
  return [...found].sort();
}

/** All that `who` is told while `acts` happens, and what a device that was away reads up. */
async function told(who, town, group, acts) {
  const before = [who.heard.length, who.signals.length];
  const away = town.keep(await who.another());
  const cursors = who.cursors();
  await acts();
  const { head } = await who.overview(group);
  await who.reaches(group, head);
  await away.attach({ resume: cursors });
  await away.reaches(group, head);
  return JSON.stringify([who.heard.slice(before[0]), who.signals.slice(before[1]), away.heard,
    away.signals, away.hello, await who.wholeHistory(group)]);
}

describe('an order that two people have no contact', () => {
  let town;
  let ruth; // the lead
  let june; // who shares everything with everybody
  let xan; // a carer, who supports others as well
  let yor; // her supporter, who facilitates her group and coordinates her area
  let wen; // a carer who waits, and had a half-hour with him
  let things;

  before(async () => {
    town = await Town.found({ options: { 'typing-interval-ms': 0 } });
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    june = await town.carer('June');
    xan = await town.carer('Xanthia');
    wen = await town.carer('Wenonah');
    yor = await town.supporter('Yorick');
    const { areas: { North } } = town;
    town.server.kithctl('role', 'grant', xan.person, 'supporter', North);
    for (const role of ['facilitator', 'coordinator']) {
      town.server.kithctl('role', 'grant', yor.person, role, North);
    }
    await meet();
    await share();
    for (const who of [june, xan, yor, wen, town.cora]) {
      await who.attach();
    }
  });
  after(() => town.close());

  /** They are brought together; somebody waits, and is in a run. */
  async function meet() {
    await agrees(xan);
    await isReady(xan, town.cora);
    await isReady(yor, town.cora);
    const match = await introduced(xan, yor, town.cora);
    const { conversation: pair } = await xan.call('match.get', { match });
    const { time: now } = await june.call('server.hello');
    await yor.call('call.log', { match, at: now, mode: 'phone', minutes: 20, feel: 'good' });
    await agrees(wen);
    const { cuppa } = await wen.call('cuppa.ask');
    await yor.call('cuppa.take', { cuppa });
    for (const who of [wen, yor]) {
      await who.call('cuppa.again', { cuppa, again: true });
    }
    const { people: [waits] } = await town.cora.call('matching.waiting');
    await yor.call('request.take', { request: waits.request });
    await yor.call('request.screen', { request: waits.request });
    const { run } = await town.cora.call('matching.run');
    await runOver(town.cora, run);
    things = { pair, match, run };
  }

  /** They are in a group that one of them looks after, with all that belongs to it. */
  async function share() {
    const { time } = await june.call('server.hello');
    const group = await town.group('Thursday', june, xan, yor, wen);
    await yor.call('group.welcome', { conversation: group, person: xan.person });
    await town.cora.call('rota.add', { person: yor.person, part: 'facilitator',
      conversation: group, from: time - HOUR_MS, until: time + 2 * DAY_MS });
    await town.cora.call('rota.add',
      { person: yor.person, part: 'coordinator', from: time - HOUR_MS, until: time + DAY_MS });
    const { meeting } = await town.cora.call('meeting.create',
      { conversation: group, at: time + 2 * HOUR_MS, minutes: 60, mode: 'here' });
    for (const who of [june, xan, yor, wen]) {
      await who.call('meeting.book', { meeting, coming: true });
    }
    const { seq: said } = await xan.sends('nobody likes you', group);
    const { seq } = await yor.sends('that was not kind', group);
    await yor.call('group.pin', { conversation: group, seq });
    await june.call('report.raise',
      { cid: randomUUID(), conversation: group, seq: said, about: 'unkind' });
    const { cases: [reported] } = await yor.call('cases.list');
    await yor.call('case.claim', { case: reported.case });
    await xan.call('person.block', { person: yor.person });
    await xan.call('person.unblock', { person: yor.person });
    await wen.call('person.block', { person: yor.person });
    await town.cora.call('group.mute', { conversation: group, person: xan.person,
      until: time + DAY_MS, reason: 'a rest' });
    Object.assign(things, { group, meeting });
  }

  const couples = {
    'a carer and her supporter': [() => xan, () => yor,
      ['conversation.list', 'conversation.members of the pair', 'group.get', 'match.get',
        'matching.today'],
      ['case.get', 'conversation.list', 'group.get', 'match.get', 'matches.list',
        'matching.today', 'meeting.list', 'people.list', 'profile.view', 'supporters.list']],
    'a carer who waits and her coordinator': [() => wen, () => yor,
      ['group.get', 'matching.today', 'people.blocked'],
      ['matching.waiting', 'meeting.list', 'people.list', 'profile.view']],
    'two of the staff': [() => town.cora, () => yor,
      ['case.get', 'cases.list', 'matches.list', 'matching.waiting', 'rota.list'], []],
  };

  it('is tried on every command with which people read', () => {
    const asked = questions({}, null).map(([, method]) => method);
    assert.deepEqual(readers().filter((name) => ![...asked, ...NOT_ASKED].includes(name)), []);
  });

  for (const [name, [one, other, hers, his]] of Object.entries(couples)) {
    it(`hides ${name} from each other wherever people are named`, async () => {
      const [a, b] = [one(), other()];
      const found = { a: await naming(a, b, things), b: await naming(b, a, things) };
      assert.deepEqual(hers.filter((label) => !found.a.includes(label)), [], 'shown before');
      assert.deepEqual(his.filter((label) => !found.b.includes(label)), [], 'shown before');
      await ruth.call('no_contact.place', { a: a.person, b: b.person });
      assert.deepEqual({ a: await naming(a, b, things), b: await naming(b, a, things) },
        { a: [], b: [] });
      await ruth.call('no_contact.lift', { a: a.person, b: b.person });
      const again = { a: await naming(a, b, things), b: await naming(b, a, things) };
      assert.deepEqual(hers.filter((label) => !again.a.includes(label)), [], 'shown again');
    });
  }

  /** Everything that `who` can do in a group for others to notice. */
  async function shows(who, group, seq) {
    const mine = await who.sends(`${who.name} asks who is there`, group);
    await who.call('conversation.typing', { conversation: group, on: true });
    await who.call('message.react', { conversation: group, seq, reaction: 'heart' });
    await who.call('message.edit', { conversation: group, seq: mine.seq, text: `not ${who.name}` });
    await who.call('message.react', { conversation: group, seq: mine.seq, reaction: 'smile' });
    await who.call('message.remove', { conversation: group, seq: mine.seq });
    await who.call('conversation.mark', { conversation: group, read: mine.seq });
    await who.call('group.nickname', { conversation: group, nickname: 'Robin' });
    await who.call('group.away', { conversation: group, away: true });
    await who.call('group.away', { conversation: group, away: false });
    await who.call('meeting.book', { meeting: things.meeting, coming: false });
    await who.call('conversation.leave', { conversation: group });
    await town.cora.call('conversation.add', { conversation: group, person: who.person });
    await who.call('group.accept', { conversation: group, version: 1 });
    await who.sends(`${who.name} is here again`, group);
  }

  it('tells neither what the other does, at once or when she comes back', async () => {
    const { group } = things;
    await town.cora.call('group.mute',
      { conversation: group, person: xan.person, until: null, reason: 'again' });
    const { seq } = await june.sends('a heart for whom?', group);
    const open = await told(june, town, group, () => shows(yor, group, seq));
    assert.ok(open.includes(yor.person) && open.includes('Yorick'), 'the others do hear of it');
    await ruth.call('no_contact.place', { a: xan.person, b: yor.person });
    for (const [who, other] of [[xan, yor], [yor, xan]]) {
      const heard = await told(who, town, group, () => shows(other, group, seq));
      assert.ok(heard.includes('withheld'), 'the numbers stay');
      for (const word of [other.person, other.name]) {
        assert.ok(!heard.includes(word), `${who.name} is told ${word}`);
      }
    }
  });

  it('keeps whoever looks after people from acting on the other', async () => {
    const { group, match, run } = things;
    const { person } = xan;
    for (const [method, params] of [
      ['profile.view', { person, reason: 'to see' }],
      ['conversation.add', { conversation: group, person }],
      ['conversation.remove', { conversation: group, person }],
      ['group.mute', { conversation: group, person, until: null, reason: 'x' }],
      ['match.view', { match }], ['match.get', { match }],
      ['matching.pair', { run, carer: wen.person, supporter: person }],
    ]) {
      await refused(yor.call(method, params), 'not_found');
    }
    await ruth.call('no_contact.lift', { a: xan.person, b: yor.person });
    assert.ok(JSON.stringify(await xan.wholeHistory(group)).includes('Yorick is here again'),
      'what was withheld is there once the order is lifted');
  });
});

describe('an order and those who decide about everybody', () => {
  let town;
  let ruth; // the lead
  let lea; // a coordinator, who leads later
  let sam; // from whom she is kept apart
  let priya; // his supporter
  let pair;

  before(async () => {
    town = await Town.found();
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    lea = await town.invites(town.ada, 'Leander', 'coordinator');
    sam = await town.carer('Samuel');
    priya = await town.supporter('Priya');
    pair = await town.connects(sam, priya);
  });
  after(() => town.close());

  const places = (who, a, b) => who.call('no_contact.place', { a: a.person, b: b.person });
  const lifts = (who, a, b) => who.call('no_contact.lift', { a: a.person, b: b.person });
  const listed = async (who, person) => (await who.call('people.list', {})).people
    .find(({ id }) => id === person);
  const onDesk = [['profile.view', { reason: 'to see' }], ['hold.place', {}], ['hold.lift', {}],
    ['person.suspend', { reason: 'to see', hours: 1 }], ['person.restore', {}]];

  /** Sam despairs; answers the alert as `who` finds it. */
  async function cries(who) {
    await sam.sends(DESPAIR, pair);
    return until('an alert', async () => (await who.call('alerts.list')).alerts
      .find((one) => !one.acknowledged_by && one.case));
  }

  it('is refused where one is a lead, the deputy or an administrator', async () => {
    const second = await town.invites(town.ada, 'Lesley', 'safeguarding_lead', null);
    await ruth.call('deputy.set', { person: lea.person });
    for (const one of [second, town.ada, lea]) {
      await refused(places(ruth, one, sam), 'wrong_state');
      await refused(places(ruth, sam, one), 'wrong_state');
    }
    await refused(places(town.cora, lea, sam), 'denied');
    await ruth.call('deputy.set', { person: null });
    town.server.kithctl('role', 'revoke', second.person, 'safeguarding_lead');
  });

  it('keeps a coordinator from the case, and tells her of none', async () => {
    await places(ruth, lea, sam);
    await lea.attach();
    assert.equal(await listed(lea, sam.person), undefined);
    assert.deepEqual((await listed(lea, priya.person)).connected, []);
    const heard = lea.heard.length;
    const { case: id, alert } = await cries(ruth);
    await refused(lea.call('case.get', { case: id }), 'not_found');
    await ruth.call('alert.acknowledge', { alert });
    await ruth.call('case.get', { case: id });
    const { seq } = await sam.sends('he is a liar', pair);
    await priya.call('report.raise',
      { cid: randomUUID(), conversation: pair, seq, about: 'unkind' });
    assert.equal((await town.cora.call('cases.list')).cases.length, 1);
    assert.deepEqual((await lea.call('cases.list')).cases, []);
    assert.deepEqual(lea.heard.slice(heard).filter((e) => e.data?.what === 'case'), []);
  });

  it('leaves her the whole desk when she leads, alone', async () => {
    town.server.kithctl('role', 'grant', lea.person, 'safeguarding_lead');
    await until('her device to be asked anew', () => lea.closed);
    await lea.attach({ resume: true });
    await refused(lifts(lea, lea, sam), 'not_found');
    town.server.kithctl('role', 'revoke', ruth.person, 'safeguarding_lead');
    const { case: id, alert } = await cries(lea);
    await lea.hears('care.changed', { where: (e) => e.data.what === 'case' });
    await lea.call('alert.acknowledge', { alert });
    const looked = await lea.call('case.get', { case: id });
    assert.equal(looked.excerpt.find((e) => e.reported).text, DESPAIR);
    await lea.call('case.claim', { case: id });
    assert.deepEqual((await listed(lea, sam.person)).connected, [priya.person]);
    assert.deepEqual((await listed(lea, priya.person)).connected, [sam.person]);
    for (const [method, params] of onDesk) {
      await lea.call(method, { person: sam.person, ...params });
    }
  });

  it('is lifted by one of the two where no other lead is left', async () => {
    const view = () => lea.call('profile.view', { person: sam.person, reason: 'to see' });
    assert.equal((await view()).no_contact[0].person, lea.person);
    await lifts(lea, lea, sam);
    assert.deepEqual((await view()).no_contact, []);
    await refused(lifts(lea, lea, sam), 'wrong_state');
  });
});
