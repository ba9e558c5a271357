// One small town with somebody and something in every relation that protocol/access.json
// knows: `town.things.match.own_area(actor)` is a match that stands so to the actor. Made
// once, before any cell is tried; what a cell uses up is made anew by its parameters.

import { randomUUID } from 'node:crypto';
import { agrees, isReady, offered, runOver, today } from '../matching.js';
import { accept, Town } from '../people.js';
import { until } from '../wait.js';
import { startServer } from '../server.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const OPTIONS = { 'session-idle-days': 365, 'session-absolute-days': 365,
  'typing-interval-ms': 0 };

export const ROLES = ['carer', 'supporter', 'facilitator', 'coordinator', 'safeguarding_lead',
  'administrator'];

// Who there is besides the demo's people, with her role and area.
const CAST = {
  wide: ['coordinator', null], sol: ['coordinator', 'Dale'], tom: ['facilitator', 'Hill'],
  june: ['carer', 'Hill'], priya: ['supporter', 'Hill'],
  suki: ['carer', 'Dale'], stan: ['supporter', 'Dale'],
  holly: ['carer', 'Hill'], hugo: ['supporter', 'Hill'],
  bea: ['carer', 'Hill'], bob: ['supporter', 'Hill'],
  stig: ['facilitator', 'Dale'],
  casey: ['carer', 'Hill'], wendy: ['carer', 'Hill'], wilma: ['carer', 'Dale'],
  ann: ['carer', 'Hill'], sid: ['supporter', 'Hill'], fay: ['facilitator', 'Hill'],
  cory: ['coordinator', 'Hill'], lena: ['safeguarding_lead', null], lou: ['safeguarding_lead', null],
};

async function settle(town) {
  const { server } = town;
  for (const name of ['Hill', 'Dale']) {
    [town.areas[name]] = server.kithctl('area', 'add', name).stdout.trim().split(/\s+/);
  }
  const made = server.kithctl('invite', 'Ada', 'administrator');
  town.ada = town.keep(await accept(server, made.stdout, 'Ada'));
  for (const [name, [role, area]] of Object.entries(CAST)) {
    town[name] = await town.invites(town.ada, `My-${name}`, role, area);
  }
  town.cora = town.wide; // who makes groups and pairs
  town.actors = { carer: town.ann, supporter: town.sid, facilitator: town.fay,
    coordinator: town.cory, safeguarding_lead: town.lena, administrator: town.ada };
  for (const role of ROLES) {
    town.actors[role].role = role;
    await town.actors[role].attach();
  }
  town.everyone = Object.values(town.actors);
  // An administrator is in no conversation.
  town.members = town.everyone.filter((one) => one !== town.ada);
}

/** Another organisation on the same server, with one of everybody. */
async function settleElsewhere(town) {
  const { server } = town;
  const first = (run) => run.stdout.trim().split(/\s+/)[0];
  const organisation = first(server.kithctl('organisation', 'add', 'Elsewhere'));
  const area = first(server.kithctl('area', 'add', 'Far', '--organisation', organisation));
  const made = server.kithctl('invite', 'Otto', 'administrator', '--organisation', organisation);
  const other = { area, administrator: town.keep(await accept(server, made.stdout, 'Otto')) };
  for (const role of ['coordinator', 'carer', 'supporter', 'safeguarding_lead']) {
    const name = `Other-${role}`.replaceAll('_', '-');
    const { link } = await other.administrator.call('invite.create', { name, role, area });
    other[role] = town.keep(await accept(server, link, name));
  }
  town.other = other;
}

/** A match of the two that is under way, and what it came from. */
async function matched(carer, supporter, desk) {
  await agrees(carer);
  await isReady(supporter, desk, supporter.places ?? 5);
  const { cuppa, match } = await offered(carer, supporter, desk);
  for (const who of [carer, supporter]) {
    await who.http.call('match.answer', { match, answer: 'yes' });
  }
  return { carer, supporter, desk, cuppa, match };
}

async function matches(town) {
  const { actors, other, wide } = town;
  const pairs = {
    own: [actors.carer, actors.supporter, wide], own_area: [town.june, town.priya, wide],
    other_area: [town.suki, town.stan, wide], her_case: [town.casey, town.priya, wide], held: [town.holly, town.hugo, wide],
    other_organisation: [other.carer, other.supporter, other.coordinator],
  };
  town.hugo.places = 1; // taken by his match, so that no run proposes him
  town.matches = {};
  for (const [relation, trio] of Object.entries(pairs)) {
    town.matches[relation] = await matched(...trio);
  }
  town.server.kithctl('clock', 'advance', '14d');
  for (const one of Object.values(town.matches)) {
    const { request, reviews } = await until('both are asked how it goes', async () => {
      const seen = await one.desk.call('match.view', { match: one.match });
      return seen.reviews.length >= 2 ? seen : null;
    });
    one.request = request;
    one.review = (person) => reviews.find((r) => r.person === person).review;
    one.conversation = (await today(one.carer)).matches
      .find((m) => m.match === one.match).conversation;
  }
}

/** A run of her own, after any that the timetable has just begun. */
function starts(desk) {
  return until('a run begins', async () => {
    try {
      return (await desk.call('matching.run')).run;
    } catch (error) {
      if (error.error !== 'conflict') {
        throw error;
      }
      return null;
    }
  });
}

/** Requests that wait, and a run that has something for each of them. */
async function waits(town) {
  const { other } = town;
  town.requests = {};
  for (const [relation, who, desk] of [['own_area', town.wendy, town.wide],
    ['other_area', town.wilma, town.wide]]) {
    await agrees(who);
    const { request } = await who.call('request.submit');
    await desk.call('request.screen', { request });
    town.requests[relation] = request;
  }
  town.requests.own = town.matches.own.request;
  town.requests.her_case = town.matches.her_case.request;
  town.requests.other_organisation = town.matches.other_organisation.request;
  town.runs = {};
  for (const [relation, desk] of [['own_organisation', town.wide],
    ['other_organisation', other.coordinator]]) {
    const run = await starts(desk);
    await runOver(desk, run);
    town.runs[relation] = run;
  }
}

/** The newest run that is ready, and what it proposes for those who wait. */
export async function proposed(town, relation) {
  const run = await until('a run is ready', async () => {
    const { runs: [newest] } = await town.wide.http.call('matching.runs');
    return newest.state === 'ready' ? newest.run : null;
  });
  const who = { own_area: town.wendy, other_area: town.wilma }[relation];
  const { proposals } = await town.wide.http.call('matching.get', { run });
  const pair = proposals.find((one) => one.carer.person === who?.person);
  const { carer, supporter } = town.other;
  const strangers = { own_area: [who, town.priya], other_area: [who, town.stan],
    other_organisation: [carer, supporter],
    absent: [{ person: 'p0000000000001' }, { person: 'p0000000000001' }] }[relation];
  return { run, carer: strangers[0].person,
    supporter: pair ? pair.supporter.person : strangers[1].person };
}

/** Somebody is taken into a group, and accepts what it has agreed on. */
async function comesIn(desk, member, conversation) {
  await desk.call('conversation.add', { conversation, person: member.person });
  await member.call('group.accept', { conversation, version: 1 });
}

/** Groups and talks in which everybody stands as the name says. */
async function talks(town) {
  const { wide, other, members, areas } = town;
  const group = async (title, area, ...members) => {
    const { conversation } = await wide.call('conversation.create', { title, area });
    for (const member of members) {
      await comesIn(wide, member, conversation);
    }
    return conversation;
  };
  town.makesGroup = (...some) => group('Anew', areas.Hill, ...some);
  town.makesGroupAway = (...some) => group('Anew', areas.Dale, ...some);
  const made = {
    member: await group('Ours', areas.Hill, ...members, town.june),
    left: await group('Left', areas.Hill, ...members, town.june),
    removed: await group('Out', areas.Hill, ...members, town.june),
    own_area: await group('Theirs', areas.Hill, town.june),
    other_area: await group('Away', areas.Dale, town.suki, town.stan, town.stig),
    market: await group('Market', areas.Hill, ...members, town.bea, town.bob, town.june,
      town.priya, town.holly, town.hugo, town.casey, town.tom),
  };
  made.holly = await group('Another', areas.Hill, town.holly, town.june);
  made.tom = await group('Of Tom', areas.Hill, town.tom, town.june);
  made.late = await group('Late', areas.Hill, town.june);
  town.lateSeq = (await town.june.sends('said before', made.late)).seq;
  const blocked = { carer: await town.connects(town.ann, town.bob) };
  const own = {};
  for (const actor of members.filter((one) => one !== town.ann)) {
    blocked[actor.role] = await town.connects(town.bea, actor);
    own[actor.role] = await town.connects(town.june, actor);
  }
  town.leftSeqs = {};
  town.removedSeqs = {};
  for (const actor of members) {
    await comesIn(wide, actor, made.late);
    town.leftSeqs[actor.role] = (await actor.sends('mine', made.left)).seq;
    town.removedSeqs[actor.role] = (await actor.sends('mine', made.removed)).seq;
    await actor.call('conversation.leave', { conversation: made.left });
    await wide.call('conversation.remove', { conversation: made.removed,
      person: actor.person });
    await actor.call('person.block', { person: town.bea.person });
    await actor.call('person.block', { person: town.bob.person });
  }
  made.other_organisation = (await other.coordinator.call('conversation.create',
    { title: 'Far away', area: other.area })).conversation;
  for (const member of [other.carer, other.supporter]) {
    await comesIn(other.coordinator, member, made.other_organisation);
  }
  town.groups = made;
  const of = (relation) => town.matches[relation].conversation;
  town.pairs = {
    own: { ...own, carer: of('own'), supporter: of('own') }, own_area: of('own_area'),
    other_area: of('other_area'),
    other_organisation: of('other_organisation'),
    held: of('held'), blocked,
  };
  town.heldSeqs = {
    carer: (await town.holly.sends('mine', town.pairs.held)).seq,
    supporter: (await town.hugo.sends('mine', town.pairs.held)).seq,
  };
}

/** What comes of a report that `who` makes of a message of `author`: {report, case}. */
async function reported(who, author, conversation, desk) {
  const all = async () => (await desk.call('cases.list')).cases.map((one) => one.case);
  const before = await all();
  const { seq } = await author.sends('something unkind', conversation);
  const { report } = await who.call('report.raise',
    { cid: randomUUID(), about: 'unkind', conversation, seq });
  return { report, case: (await all()).find((one) => !before.includes(one)) };
}

const DESPAIR = 'I want to kill myself tonight, I have the tablets ready';

const DECIDERS = ['facilitator', 'coordinator', 'safeguarding_lead'];

const FRESH_CASES = {
  group: (town) => [town.priya, town.june, town.groups.market],
  group_not_hers: (town) => [town.holly, town.june, town.groups.holly],
  pair: (town) => [town.june, town.priya, town.pairs.own_area],
  other_area: (town) => [town.stan, town.suki, town.groups.other_area],
};

/** A new case that stands as the one that lasts, claimed by the actor where she may. */
export async function claimedCase({ town, actor, role, relation, thing }) {
  if (!FRESH_CASES[relation] || !DECIDERS.includes(role)) {
    return thing;
  }
  const fresh = await reported(...FRESH_CASES[relation](town), town.wide.http);
  await actor.http.call('case.claim', { case: fresh.case }).catch(() => {});
  return fresh.case;
}

async function decides(who, { case: one }, decision = { decision: 'none' }) {
  await who.call('case.claim', { case: one });
  await who.call('case.decide', { case: one, ...decision });
}

const HIDDEN = { decision: 'hidden', rule: 'line.1.2', text: 'Please speak to people.' };

/** Cases of moderation, each as far as the name of its relation says. */
async function cases(town) {
  const { groups, pairs, june, casey, members, actors, wide, other } = town;
  const make = (who, author, conversation) => reported(who, author, conversation, wide);
  const made = {
    group: await make(town.priya, june, groups.market),
    group_not_hers: await make(town.holly, june, groups.holly),
    pair: await make(june, town.priya, pairs.own_area),
    other_area: await make(town.stan, town.suki, groups.other_area),
    other_organisation: await reported(other.supporter, other.carer,
      groups.other_organisation, other.coordinator),
    about_self: {}, reported_by_self: {}, decided_by_self: {}, appealed: {},
  };
  for (const actor of members) {
    made.about_self[actor.role] = await make(june, actor, groups.member);
    made.reported_by_self[actor.role] = await make(actor, june, groups.member);
    await decides(wide, made.about_self[actor.role], HIDDEN);
    await decides(wide, made.reported_by_self[actor.role]);
  }
  const appeal = ({ report }) => casey.call('case.appeal',
    { report, text: 'Please look again.' });
  for (const role of DECIDERS) {
    made.decided_by_self[role] = await make(casey, june, groups.market);
    await decides(actors[role], made.decided_by_self[role]);
    made.appealed[role] = await make(casey, june, groups.market);
    await decides(wide, made.appealed[role]);
    await appeal(made.decided_by_self[role]);
    await appeal(made.appealed[role]);
  }
  town.cases = made;
}

/** Concerns, alerts, and the way to ask for an opening of private talk. */
async function concerns(town) {
  const { june, members, everyone, lou, lena, other } = town;
  const raises = async (who, more = {}) => (await who.http.call('concern.raise',
    { cid: randomUUID(), what: 'He said he was hit.', grade: 'same_day', ...more })).concern;
  town.concerns = { any: await raises(june), assigned: await raises(june),
    other_organisation: await raises(other.carer), about_self: {}, raised_by_self: {} };
  for (const actor of everyone) {
    town.concerns.raised_by_self[actor.role] = await raises(actor);
  }
  for (const { role, person } of members) {
    town.concerns.about_self[role] = await raises(june, { person });
  }
  const mine = { concern: town.concerns.assigned };
  await lena.call('concern.triage', { ...mine, grade: 'same_day' });
  await lena.call('concern.own', mine);
  await lena.call('concern.assign', { ...mine,
    person: town.cory.person, summary: 'Please ring June.' });
  town.asksOpening = async (who, conversation = town.pairs.own_area) => (await who.http.call(
    'opening.ask', { cid: randomUUID(), conversation, why: 'danger', reason: 'A plan.' })).opening;
  const alerted = (who) => until('an alert', async () => (
    await who.http.call('alerts.list')).alerts[0]);
  await june.sends(DESPAIR, town.pairs.own_area);
  await other.carer.sends(DESPAIR, town.pairs.other_organisation);
  const near = await alerted(lou);
  const far = await alerted(other.safeguarding_lead);
  town.alerts = { own_organisation: near.alert, other_organisation: far.alert };
  town.riskCases = { own_organisation: near.case, other_organisation: far.case };
  town.rule = (await lou.http.call('rules.list')).rules[0].rule;
}

/** Holds, and a case on which all six actors work. */
async function safeguards(town) {
  for (const { person } of [town.holly, town.hugo]) {
    await town.lena.call('hold.place', { person });
  }
  for (const { person } of town.everyone) {
    await town.wide.call('case.add', { carer: town.casey.person, person, part: 'worker' });
  }
}

export async function build() {
  const town = new Town(await startServer({ demo: true, options: OPTIONS }));
  await settle(town);
  await settleElsewhere(town);
  await matches(town);
  await waits(town);
  await talks(town);
  await town.holly.attach();
  await town.hugo.attach();
  await cases(town);
  await concerns(town);
  await safeguards(town);
  town.now = (await town.ada.call('server.hello')).time;
  town.shift = town.now;
  town.addsDuty = async (who, duty) => {
    town.shift += HOUR_MS;
    const made = await who.http.call('rota.add',
      { ...duty, from: town.shift, until: town.shift + HOUR_MS });
    return made.duty;
  };
  town.today = Math.floor(town.now / DAY_MS) * DAY_MS;
  town.sessionOfJune = (await town.june.call('session.list')).sessions[0].id;
  town.sessionElsewhere = (await town.other.carer.call('session.list')).sessions[0].id;
  return town;
}
