// Plausible parameters of every command, for a cell {town, actor, role, relation, thing}:
// `thing` is what stands in the relation. A command that is not here fails the test.

import { randomUUID } from 'node:crypto';
import { claimedCase } from './town.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const none = () => ({});
const named = (name, more = {}) => ({ thing }) => ({ [name]: thing, ...more });

/** With `thing` as the carer and a supporter of the carer's place, or the other way round. */
const withSupporter = (more) => ({ thing, town }) => ({ ...more, carer: thing,
  supporter: town.priya.person });

// Fresh groups in which the actor stands as in the one that lasts, to be used up.
const FRESH = {
  group_member: ({ town, actor }) => town.makesGroup(actor, town.june),
  group_left: async ({ town, actor }) => {
    const conversation = await town.makesGroup(actor, town.june);
    await actor.call('conversation.leave', { conversation });
    return conversation;
  },
  group_removed: async ({ town, actor }) => {
    const conversation = await town.makesGroup(actor, town.june);
    await town.wide.call('conversation.remove', { conversation, person: actor.person });
    return conversation;
  },
  group_own_area: ({ town }) => town.makesGroup(town.june),
  group_other_area: ({ town }) => town.makesGroupAway(town.suki),
};

const apart = (make) => async (cell) => make(
  { ...cell, thing: (await FRESH[cell.relation]?.(cell)) ?? cell.thing });

/** With somebody who is in the group. */
const withMember = (more = {}) => apart(({ thing, town, relation }) => ({ conversation: thing,
  person: (relation === 'group_other_area' ? town.suki : town.june).person, ...more }));

/** A meeting half an hour from now, by the town's clock. */
async function soon({ thing, town }) {
  const { time } = await town.wide.http.call('server.hello');
  return { conversation: thing, at: time + HOUR_MS / 2, minutes: 60, mode: 'here' };
}

/** With a meeting of the group, where there can be one. */
const withMeeting = (more = () => ({})) => apart(async (cell) => {
  const { meeting } = await cell.town.wide.http.call('meeting.create', await soon(cell))
    .catch(() => ({ meeting: 't0000000000001' }));
  return { meeting, ...more(cell) };
});

const PINNABLE = ['own', 'others'];

/** Few messages can be pinned at once: what the cell before has pinned is taken down. */
async function makesRoom({ town, relation, thing: { conversation } }) {
  if (PINNABLE.includes(relation)) {
    const { pinned } = await town.fay.http.call('group.get', { conversation });
    for (const one of pinned) {
      await town.fay.http.call('group.unpin', { conversation, seq: one.seq ?? one });
    }
  }
}

const claimed = (make) => async (cell) => make({ ...cell, thing: await claimedCase(cell) });

const ofRun = ({ thing }) => thing;

export const MAKERS = {
  'account.copy': async ({ actor }) =>
    ({ place: (await actor.http.call('account.copy_begin')).next }),
  'account.copy_begin': none,
  // A challenge of nobody's: it has lapsed.
  'account.passkey_add': ({ town }) => ({ name: 'My phone', authenticator_data: 'AAAA',
    client_data: Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge: 'AAAA',
      origin: town.server.origin })).toString('base64url') }),
  'account.passkey_ask': none,
  'account.passkey_begin': () => ({ password: 'not this one' }),
  'account.passkey_remove': () => ({ passkey: 'y0000000000001', password: 'not this one' }),
  'account.passkeys': none,
  'account.safe_contact': none,
  'account.set_safe_contact': () => ({ look: 'notes', disguise: true, phone: true,
    voicemail: false, texts: false, letters: false, code_word: 'wooden marmalade',
    not_told: 'Nobody at home.' }),
  // Not hers: it is looked at, and nothing changes.
  'account.erase': () => ({ password: 'not this one' }),
  'account.erase_cancel': none,
  'account.erasure_plan': none,
  'account.set_password': () => ({ password: 'not this one', new_password: 'mug carpet friday' }),
  'account.notices': none,
  'account.notices_seen': none,
  'account.recovery_cancel': none,
  'account.second_factor': none,
  'account.second_factor_begin': () => ({ password: 'not this one' }),
  'account.second_factor_confirm': () => ({ code: '123456' }),
  'account.second_factor_remove': () => ({ password: 'not this one' }),
  'area.neighbour': ({ thing, town }) => ({ area: thing, other: town.areas.Hill, on: true }),
  'area.neighbours': none,
  'blind.add': () => ({ kind: 'relative', name: 'Mary Ann', birth_year: 1987, postcode: 'NW1 6XE' }),
  'blind.add_for': named('person', { kind: 'relative', name: 'Mary Ann', birth_year: 1987,
    postcode: 'NW1 6XE' }),
  'blind.clear': () => ({ kind: 'relative' }),
  'call.log': ({ thing, town }) => ({ match: thing, at: town.now, mode: 'phone', minutes: 20,
    feel: 'good' }),
  'case.appeal': named('case', { text: 'Please look again.' }),
  'case.ask': claimed(named('case', { text: 'Has this happened before?' })),
  'case.claim': named('case'),
  'case.decide': named('case', { decision: 'none' }),
  'case.get': named('case'),
  'case.pass_on': claimed(named('case', { to: 'safeguarding_lead' })),
  'case.redecide': named('case', { decision: 'none' }),
  'case.release': claimed(named('case')),
  'cases.list': none,
  'carer.enter': named('area', { name: 'Dorothy' }),
  'case.add': ({ thing, town }) => ({ carer: thing, person: town.tom.person, part: 'worker' }),
  'case.remove': async ({ thing, town, relation }) => {
    const one = { carer: thing, person: town.hugo.person };
    if (relation === 'own_area') {
      await town.wide.call('case.add', { ...one, part: 'worker' });
    }
    return one;
  },
  'consent.give': () => ({ what: 'matching' }),
  'consent.record': named('person', { what: 'matching', how: 'phone', given: true }),
  'consent.withdraw': () => ({ what: 'special_category' }),
  'conversation.add': apart(({ thing, town }) => ({ conversation: thing,
    person: town.priya.person })),
  'conversation.create': named('area', { title: 'A new one' }),
  'conversation.history': named('conversation', { after: 0, limit: 5 }),
  'conversation.join': apart(named('conversation')),
  'conversation.leave': apart(named('conversation')),
  'conversation.list': none,
  'conversation.mark': named('conversation', { read: 1 }),
  'conversation.members': named('conversation'),
  'conversation.remove': withMember(),
  'conversation.typing': named('conversation', { on: true }),
  'cuppa.again': named('cuppa', { again: true }),
  'cuppa.approve': named('cuppa'),
  'cuppa.ask': none,
  'cuppa.end': named('cuppa'),
  'cuppa.take': named('cuppa'),
  'cuppa.withdraw': named('cuppa'),
  'group.accept': named('conversation', { version: 1 }),
  'group.away': named('conversation', { away: false }),
  'group.get': named('conversation'),
  'group.mute': withMember({ until: null, reason: 'A quiet evening.' }),
  'group.nickname': named('conversation', { nickname: null }),
  'group.pin': async (cell) => {
    await makesRoom(cell);
    return cell.thing;
  },
  'group.quiet': named('conversation'),
  'group.set': named('conversation', { open: 'always', theme: 'Summer nights' }),
  'group.unpin': async (cell) => {
    await makesRoom(cell);
    if (PINNABLE.includes(cell.relation)) {
      await cell.town.fay.http.call('group.pin', cell.thing);
    }
    return cell.thing;
  },
  'group.welcome': withMember(),
  'help.set': () => ({ numbers: { 1: ['Emergency services', '999', 'Any time'] } }),
  'hold.lift': named('person'),
  'hold.place': named('person'),
  'invite.create': named('area', { name: 'Somebody', role: 'carer' }),
  'match.answer': named('match', { answer: 'yes' }),
  'match.answer_for': named('match', { side: 'carer', answer: 'yes' }),
  'match.ask_change': named('match', { reason: 'We rarely find a time.' }),
  'match.end': named('match', { planned: true, reason: 'All went as it should.' }),
  'match.end_for_cause': named('match', { reason: 'Breach of the agreement.' }),
  'match.get': named('match'),
  'match.pause': named('match'),
  'match.rematch': named('match'),
  'match.resume': named('match'),
  'match.view': named('match'),
  'matches.list': named('area'),
  'matching.adjust': (cell) => ({ ...ofRun(cell), change: 'forbid' }),
  'matching.approve': ofRun,
  'matching.get': named('run'),
  'matching.pair': ofRun,
  'matching.price': (cell) => ({ ...ofRun(cell), change: 'lock' }),
  'matching.reject': ofRun,
  'matching.report': named('area'),
  'matching.run': none,
  'matching.runs': none,
  'matching.today': none,
  'matching.waiting': named('area'),
  'message.hide': ({ thing }) => ({ ...thing, reason: 'A full name.' }),
  'message.unhide': async ({ thing, town, relation }) => {
    if (relation === 'others') {
      await town.fay.http.call('message.hide', { ...thing, reason: 'A full name.' });
    }
    return { ...thing, reason: 'It was a street.' };
  },
  'meeting.attendance': withMeeting(({ town, relation }) => ({
    person: (relation === 'group_other_area' ? town.suki : town.june).person, came: true })),
  'meeting.begin': withMeeting(),
  'meeting.book': withMeeting(() => ({ coming: true, needs: 'A chair with arms' })),
  'meeting.cancel': withMeeting(),
  'meeting.change': withMeeting(() => ({ minutes: 45 })),
  'meeting.create': apart(soon),
  'meeting.end': withMeeting(),
  'meeting.list': named('conversation'),
  'meeting.pass': withMeeting(),
  'meeting.turn': withMeeting(),
  'message.edit': ({ thing }) => ({ ...thing, text: 'put in better words' }),
  'message.react': ({ thing }) => ({ ...thing, reaction: 'hug' }),
  'message.remove': ({ thing }) => thing,
  'message.search': named('conversation', { words: 'a cup of tea' }),
  'message.send': ({ thing }) => ({ conversation: thing, cid: randomUUID(),
    text: 'hello from over here', cover: 'About a hard evening' }),
  'no_contact.lift': ({ thing, town }) => ({ a: town.casey.person, b: thing }),
  'no_contact.place': ({ thing, town }) => ({ a: town.casey.person, b: thing }),
  'pair.connect': withSupporter({}),
  'people.blocked': none,
  'people.list': named('area'),
  'person.block': named('person'),
  'person.unblock': named('person'),
  'profile.answer': () => ({ field: 'relationship', values: ['maternal_grandparent'] }),
  'profile.answer_for': named('person', { field: 'relationship',
    values: ['maternal_grandparent'] }),
  'profile.get': none,
  'profile.view': named('person', { reason: 'To ring her.' }),
  'report.add': named('report', { text: 'It was on Monday as well.' }),
  'report.list': none,
  'report.raise': ({ thing }) => ({ cid: randomUUID(), about: 'not_sure',
    note: 'She did it twice.', ...thing }),
  'request.close': named('request', { reason: 'Has moved away.' }),
  'request.pause': named('request'),
  'request.refer': named('person'),
  'request.resume': named('request'),
  'request.screen': named('request', { urgent: false }),
  'request.submit': none,
  'request.submit_for': named('person'),
  'request.take': named('request'),
  'request.urgent': named('request', { urgent: true }),
  'request.withdraw': named('request'),
  'review.answer': named('review', { like_me: 4, wish: 'go_on', note: 'He listens well.' }),
  'rota.add': async ({ thing, town }) => {
    town.shift += HOUR_MS;
    return { person: town.fay.person, part: 'facilitator', conversation: thing,
      from: town.shift, until: town.shift + HOUR_MS };
  },
  'rota.list': named('conversation'),
  'rota.remove': named('duty'),
  'safe_contact.view': named('person', { reason: 'I am about to ring her.' }),
  'session.end': none,
  'session.list': none,
  'session.revoke': named('session'),
  'session.ticket': none,
  'supporter.allow_crisis': named('person', { allowed: true }),
  'supporter.capacity': () => ({ people: 3, hours_a_week: 3 }),
  'supporter.get': none,
  'supporter.pause': ({ town }) => ({ until: town.now + 40 * DAY_MS }),
  'supporter.readiness': ({ thing, town }) => ({ person: thing,
    trained_at: town.today - 60 * DAY_MS }),
  'supporter.weather': () => ({ weather: 'all_right' }),
  'supporters.list': named('area'),
  'alert.acknowledge': named('alert'),
  'alerts.list': none,
  'concern.allegation': ({ thing, town }) => ({ concern: thing, person: town.bob.person }),
  'concern.assign': ({ thing, town }) => ({ concern: thing, person: town.wide.person,
    summary: 'Please ring June.' }),
  'concern.close': ({ thing, town }) => ({ concern: thing, outcome: 'unfounded',
    reason: 'He was away.', keep_until: town.today + 400 * DAY_MS, keep_reason: 'As always.',
    review_at: town.today + 90 * DAY_MS }),
  'concern.confirm_close': named('concern', { agree: true }),
  'concern.destroy': named('concern', { reason: 'Its time is over.',
    password: 'not this one' }),
  'concern.get': named('concern'),
  'concern.keep': ({ thing, town }) => ({ concern: thing,
    keep_until: town.today + 500 * DAY_MS, keep_reason: 'Longer.',
    review_at: town.today + 80 * DAY_MS }),
  'concern.mine': none,
  'concern.monitor': ({ thing, town }) => ({ concern: thing,
    review_at: town.today + 30 * DAY_MS, reason: 'They go there weekly.' }),
  'concern.note_conduct': ({ thing }) => ({ cid: randomUUID(), person: thing,
    text: 'Late for a call.' }),
  'concern.own': named('concern'),
  'concern.raise': () => ({ cid: randomUUID(), what: 'He said he was hit.', grade: 'same_day',
    where: 'Behind the bakery' }),
  'concern.record': ({ thing }) => ({ cid: randomUUID(), concern: thing, kind: 'fact',
    text: 'Rang the school.' }),
  'concern.refer': ({ thing }) => ({ cid: randomUUID(), concern: thing,
    to: 'childrens_services', reason: 'He may not be safe.' }),
  'concern.reopen': named('concern', { reason: 'His sister said the same.' }),
  'concern.reply': async ({ thing, town }) => {
    const told = await town.lou.http.call('concern.refer', { cid: randomUUID(), concern: thing,
      to: 'childrens_services', reason: 'He may not be safe.' }).catch(() => ({}));
    return { concern: thing, referral: told.referral ?? 'f0000000000001', text: 'They visit.' };
  },
  'concern.triage': named('concern', { grade: 'same_day', reason: 'He is at school.' }),
  'concerns.list': none,
  'concerns.over': none,
  'conduct.list': none,
  'conduct.review': async ({ thing, town }) => {
    await town.lou.http.call('concern.note_conduct', { cid: randomUUID(), person: thing,
      text: 'Late for a call.' }).catch(() => {});
    return { person: thing, reason: 'Talked about.' };
  },
  'deputy.get': none,
  'deputy.set': ({ town }) => ({ person: town.wide.person }),
  'notify.get': none,
  'notify.set': () => ({ mail: false, address: 'somebody@kith.test', phone: '01632 960774' }),
  'opening.approve': named('opening'),
  'opening.ask': ({ thing }) => ({ cid: randomUUID(), conversation: thing, why: 'danger',
    reason: 'June wrote of a plan.' }),
  'opening.end_silence': named('opening'),
  'opening.read': named('opening'),
  'opening.refuse': named('opening', { reason: 'What was reported is enough.' }),
  'openings.list': none,
  'openings.mine': none,
  'outbox.list': none,
  'person.erase': named('person', { reason: 'Her letter of 4 May.' }),
  'person.restore': named('person', { reason: 'It was a mistake.' }),
  'person.recovery_begin': named('person', { reason: 'She rang.' }),
  'person.second_factor_reset': named('person', { reason: 'Her phone is gone.' }),
  // A longer one than the coordinator's would take its place, and not be hers to lift.
  'person.suspend': ({ thing, role }) => ({ person: thing, reason: 'Threats.',
    hours: role === 'coordinator' ? 24 : 1 }),
  'rules.judge': named('case', { right: false }),
  'rules.list': none,
  'rules.mode': ({ town }) => ({ rule: town.rule, mode: 'on', reason: 'To try.' }),
  'rules.test': () => ({ text: 'I have the tablets ready' }),
};
