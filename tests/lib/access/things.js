// What stands in which relation to whom: for each kind of object in protocol/access.json and
// each of its relations a function of the cell {town, actor, role} that answers the thing, or
// {as, thing} where somebody else of the same role stands so. undefined: nobody of that role
// can.

import { proposed } from './town.js';

/** The id of nothing, of the kind that `letter` says. */
const absent = (letter) => () => `${letter}0000000000001`;

const id = (name) => ({ town }) => town[name].person;

/** A function that picks by the actor's role. */
const byRole = (choices) => (cell) => choices[cell.role]?.(cell);

const person = {
  self: ({ actor }) => actor.person,
  matched: byRole({ carer: id('sid'), supporter: id('ann') }),
  own_area: id('june'),
  other_area: id('suki'),
  staff: id('tom'),
  on_hold: id('holly'),
  blocked: id('bea'),
  her_case: id('casey'),
  other_organisation: ({ town }) => town.other.carer.person,
  absent: absent('p'),
};

const { staff: _, ...carer } = person;
const { her_case: __, ...supporter } = { ...person, own_area: id('priya'),
  other_area: id('stan'), on_hold: id('hugo'), blocked: id('bob'),
  other_organisation: ({ town }) => town.other.supporter.person };

/** Matches, and what belongs to one: `of` picks it. */
const ofMatch = (of, letter) => ({
  own: byRole({ carer: ({ town }) => of(town.matches.own, 'carer'),
    supporter: ({ town }) => of(town.matches.own, 'supporter') }),
  own_area: ({ town }) => of(town.matches.own_area, 'carer'),
  other_area: ({ town }) => of(town.matches.other_area, 'carer'),
  her_case: ({ town }) => of(town.matches.her_case, 'carer'),
  other_organisation: ({ town }) => of(town.matches.other_organisation, 'carer'),
  absent: absent(letter),
});

const group = (name) => ({ town }) => town.groups[name];
const pair = (name) => ({ town }) => town.pairs[name];
const ofMembers = (thing) => (cell) => (cell.role === 'administrator' ? undefined : thing(cell));
const held = byRole({
  carer: ({ town }) => ({ as: town.holly, thing: town.pairs.held }),
  supporter: ({ town }) => ({ as: town.hugo, thing: town.pairs.held }),
});

const conversation = {
  pair_own: ({ town, role }) => town.pairs.own[role],
  pair_blocked: ({ town, role }) => town.pairs.blocked[role],
  pair_on_hold: held,
  pair_own_area: pair('own_area'),
  pair_other_area: pair('other_area'),
  group_member: ofMembers(group('member')),
  group_left: ofMembers(group('left')),
  group_removed: ofMembers(group('removed')),
  group_own_area: group('own_area'),
  group_other_area: group('other_area'),
  other_organisation: group('other_organisation'),
  absent: absent('c'),
};

/** A message that `who` writes there now. */
async function said(who, where) {
  const { seq } = await who.sends('what anybody might say', where);
  return { conversation: where, seq };
}

const by = (who, where) => ({ town }) => said(town[who], where(town));

const message = {
  own: ofMembers(({ town, actor }) => said(actor, town.groups.member)),
  others: ofMembers(by('june', (town) => town.groups.member)),
  blocked: ofMembers(by('bea', (town) => town.groups.market)),
  earlier: ofMembers(({ town }) => ({ conversation: town.groups.late, seq: town.lateSeq })),
  group_left: ofMembers(({ town, actor }) => ({ conversation: town.groups.left,
    seq: town.leftSeqs[actor.role] })),
  group_removed: ofMembers(({ town, actor }) => ({ conversation: town.groups.removed,
    seq: town.removedSeqs[actor.role] })),
  group_own_area: ({ town }) => said(town.june, town.groups.own_area),
  group_other_area: by('suki', (town) => town.groups.other_area),
  pair_own: ofMembers(({ town, actor, role }) => said(actor, town.pairs.own[role])),
  pair_partner: ofMembers(({ town, role }) => said(
    { carer: town.sid, supporter: town.ann }[role] ?? town.june, town.pairs.own[role])),
  pair_on_hold: byRole({
    carer: ({ town }) => ({ as: town.holly,
      thing: { conversation: town.pairs.held, seq: town.heldSeqs.carer } }),
    supporter: ({ town }) => ({ as: town.hugo,
      thing: { conversation: town.pairs.held, seq: town.heldSeqs.supporter } }),
  }),
  pair_own_area: by('june', (town) => town.pairs.own_area),
  pair_other_area: by('suki', (town) => town.pairs.other_area),
  other_organisation: ({ town }) => said(town.other.carer, town.groups.other_organisation),
  absent: ({ town }) => ({ conversation: town.groups.member, seq: 4_000_000 }),
};

export const THINGS = {
  none: { own: () => null },
  area: {
    own_area: ({ town }) => town.areas.Hill,
    other_area: ({ town }) => town.areas.Dale,
    other_organisation: ({ town }) => town.other.area,
    absent: absent('a'),
  },
  person,
  carer,
  supporter,
  conversation,
  message,
  match: ofMatch((one) => one.match, 'm'),
  cuppa: ofMatch((one) => one.cuppa, 'u'),
  review: ofMatch((one, side) => one.review(one[side].person), 'v'),
  proposal: Object.fromEntries(['own_area', 'other_area', 'other_organisation', 'absent']
    .map((relation) => [relation, ({ town }) => proposed(town, relation)])),
  case: {
    group: ({ town }) => town.cases.group.case,
    group_not_hers: ({ town }) => town.cases.group_not_hers.case,
    pair: ({ town }) => town.cases.pair.case,
    other_area: ({ town }) => town.cases.other_area.case,
    about_self: ({ town, role }) => town.cases.about_self[role]?.case,
    reported_by_self: ({ town, role }) => town.cases.reported_by_self[role]?.case,
    decided_by_self: ({ town, role }) => town.cases.decided_by_self[role]?.case,
    appealed: ({ town, role }) => town.cases.appealed[role]?.case,
    other_organisation: ({ town }) => town.cases.other_organisation.case,
    absent: absent('k'),
  },
  concern: {
    any: ({ town }) => town.concerns.any,
    about_self: ({ town, role }) => town.concerns.about_self[role],
    raised_by_self: ({ town, role }) => town.concerns.raised_by_self[role],
    assigned: byRole({ coordinator: ({ town }) => town.concerns.assigned }),
    other_organisation: ({ town }) => town.concerns.other_organisation,
    absent: absent('n'),
  },
  opening: {
    asked_by_self: byRole({ safeguarding_lead: ({ town }) => town.asksOpening(town.lena) }),
    asked_by_other: ({ town }) => town.asksOpening(town.lou),
    own_talk: ({ town, role }) => town.pairs.own[role] &&
      town.asksOpening(town.lou, town.pairs.own[role]),
    agreed: byRole({ safeguarding_lead: async ({ town }) => {
      const opening = await town.asksOpening(town.lena);
      await town.lou.http.call('opening.approve', { opening });
      return opening;
    } }),
    other_organisation: ({ town }) => town.asksOpening(town.other.safeguarding_lead,
      town.pairs.other_organisation),
    absent: absent('g'),
  },
  risk_case: {
    own_organisation: ({ town }) => town.riskCases.own_organisation,
    other_organisation: ({ town }) => town.riskCases.other_organisation,
    absent: absent('k'),
  },
  alert: {
    own_organisation: ({ town }) => town.alerts.own_organisation,
    other_organisation: ({ town }) => town.alerts.other_organisation,
    absent: absent('l'),
  },
  report: {
    own: ({ town, role }) => town.cases.reported_by_self[role]?.report,
    others: ({ town }) => town.cases.group.report,
    other_organisation: ({ town }) => town.cases.other_organisation.report,
    absent: absent('e'),
  },
  request: {
    own: byRole({ carer: ({ town }) => town.requests.own }),
    own_area: ({ town }) => town.requests.own_area,
    other_area: ({ town }) => town.requests.other_area,
    her_case: ({ town }) => town.requests.her_case,
    other_organisation: ({ town }) => town.requests.other_organisation,
    absent: absent('q'),
  },
  run: {
    own_organisation: ({ town }) => town.runs.own_organisation,
    other_organisation: ({ town }) => town.runs.other_organisation,
    absent: absent('r'),
  },
  duty: {
    group_member: ({ town }) => town.addsDuty(town.lena, { part: 'facilitator',
      person: town.fay.person, conversation: town.groups.member }),
    group_not_hers: ({ town }) => town.addsDuty(town.lena, { part: 'facilitator',
      person: town.tom.person, conversation: town.groups.tom }),
    group_other_area: ({ town }) => town.addsDuty(town.lena, { part: 'facilitator',
      person: town.stig.person, conversation: town.groups.other_area }),
    coordinator: ({ town }) => town.addsDuty(town.lena, { part: 'coordinator',
      person: town.wide.person }),
    safeguarding_lead: ({ town }) => town.addsDuty(town.lena, { part: 'safeguarding_lead',
      person: town.lena.person }),
    other_organisation: ({ town }) => town.addsDuty(town.other.safeguarding_lead,
      { part: 'coordinator', person: town.other.coordinator.person }),
    absent: absent('d'),
  },
  signed_in: { own: async ({ town, actor }) => ({ as: await town.again(actor), thing: null }) },
  session: {
    own: async ({ town, actor }) => {
      const twin = await town.again(actor);
      const { sessions } = await twin.call('session.list');
      return sessions.find((one) => one.current).id;
    },
    others: ({ town }) => town.sessionOfJune,
    other_organisation: ({ town }) => town.sessionElsewhere,
    absent: absent('s'),
  },
};
