// What somebody may not do with the rights that she has: decide about herself, look at a
// case that she works on, reach beyond her areas, learn what a gate is there to keep.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, introduced, isReady, offered, today } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const RELATIVE = { kind: 'relative', name: 'Hester Quill', birth_year: 1951 };

describe('rights turned to other ends', () => {
  let town;
  let cora;
  const grant = (who, ...role) => town.server.kithctl('role', 'grant', who.handle, ...role);
  const revoke = (who, ...role) => town.server.kithctl('role', 'revoke', who.handle, ...role);
  before(async () => {
    town = await Town.found();
    ({ cora } = town);
  });
  after(() => town.close());

  /** A carer and a supporter who could be brought together. */
  async function two(carer, supporter) {
    const her = await town.carer(carer);
    const him = await town.supporter(supporter);
    await agrees(her);
    await isReady(him, cora);
    return [her, him];
  }

  it('nobody is staff of a match that is her own', async () => {
    const [june, priya] = await two('June', 'Priya');
    const { match } = await offered(june, priya, cora);
    await june.call('match.answer', { match, answer: 'ask', reason: 'Is she my age?' });
    grant(priya, 'coordinator', 'North');
    await refused(priya.call('match.view', { match }), 'not_found');
    await refused(priya.call('match.answer_for', { match, side: 'carer', answer: 'yes' }),
      'not_found');
    await cora.call('match.view', { match });
    await priya.call('match.answer', { match, answer: 'no' });
  });

  it('nobody records, holds or looks after herself', async () => {
    const [june, priya] = await two('Ida', 'Pru');
    const { person } = priya;
    await cora.call('hold.place', { person });
    await cora.call('no_contact.place', { a: person, b: june.person });
    grant(priya, 'coordinator', 'North');
    grant(priya, 'safeguarding_lead');
    await refused(priya.call('supporter.readiness', { person, dbs: 'cleared' }), 'not_found');
    await refused(priya.call('supporter.allow_crisis', { person, allowed: true }), 'not_found');
    await refused(priya.call('hold.lift', { person }), 'not_found');
    grant(cora, 'safeguarding_lead'); // an order of one's own is for another lead to lift
    await refused(priya.call('no_contact.lift', { a: june.person, b: person }), 'not_found');
    revoke(cora, 'safeguarding_lead');
    grant(june, 'coordinator', 'North');
    const { request } = await june.call('request.submit');
    await refused(june.call('request.screen', { request, urgent: true }), 'not_found');
    await refused(june.call('request.take', { request }), 'not_found');
    await june.call('request.withdraw', { request });
  });

  it('whoever works on a case stays out of it', async () => {
    const june = await town.carer('Jo');
    const sue = await town.invites(town.ada, 'Sue', 'coordinator', 'North');
    await agrees(june);
    await cora.call('case.add', { carer: june.person, person: sue.person, part: 'assessor' });
    const case_ = { carer: june.person, person: sue.person };
    await refused(sue.call('case.remove', case_), 'not_found');
    await refused(sue.call('case.add', { ...case_, part: 'worker' }), 'not_found');
    await refused(sue.call('profile.view', { person: june.person }), 'not_found');
    for (const command of ['request.submit_for', 'request.refer']) {
      await refused(sue.call(command, { person: june.person }), 'not_found');
    }
    grant(sue, 'safeguarding_lead');
    const { request } = await june.call('request.submit');
    await refused(sue.call('request.urgent', { request, urgent: true }), 'not_found');
    await cora.call('request.urgent', { request, urgent: true });
  });

  it('a profile is that of the area where its person is carer or supporter', async () => {
    const june = await town.carer('Joan');
    const sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    grant(june, 'facilitator', 'South');
    await refused(sol.call('profile.view', { person: june.person }), 'not_found');
    await refused(sol.call('profile.answer_for', { person: june.person, field: 'stage',
      values: ['first_year'] }), 'not_found');
    await cora.call('profile.view', { person: june.person });
  });

  it('who is no supporter any more is offered to nobody', async () => {
    const [june] = await two('Jean', 'Pam');
    const { request } = await june.call('request.submit');
    await cora.call('request.screen', { request });
    const { run } = await cora.call('matching.run');
    await until('the run', async () => (await cora.call('matching.runs')).runs
      .find((r) => r.run === run && r.state === 'ready'));
    const { proposals } = await cora.call('matching.get', { run });
    const proposal = proposals.find((p) => p.carer.person === june.person);
    const proposed = town.devices.find((d) => d.person === proposal.supporter.person);
    grant(proposed, 'carer', 'North');
    revoke(proposed, 'supporter', 'North');
    await refused(cora.call('matching.approve',
      { run, carer: june.person, supporter: proposed.person }), 'wrong_state',
    { field: 'not_active' });
    await june.call('request.withdraw', { request });
  });

  it('what was unshown or taken back leaves the card', async () => {
    const [june, priya] = await two('Jill', 'Pat');
    for (const who of [june, priya]) {
      await who.call('consent.give', { what: 'special_category' });
      await who.call('profile.answer', { field: 'faith', values: ['jewish'], shown: true });
      for (const field of ['topics', 'arrangement']) {
        await who.call('profile.answer', { field, values: [], shown: false });
      }
    }
    const { match } = await offered(june, priya, cora);
    const card = async (who) => (await who.call('match.get', { match })).shared.join();
    for (const who of [june, priya]) {
      assert.match(await card(who), /mother's side/);
      assert.match(await card(who), /Jewish/);
    }
    await june.call('profile.answer', { field: 'relationship',
      values: ['maternal_grandparent'], shown: false });
    assert.doesNotMatch(await card(priya), /mother's side/);
    await june.call('consent.withdraw', { what: 'special_category' });
    assert.doesNotMatch(await card(priya), /Jewish/);
    assert.doesNotMatch(await card(june), /Jewish/);
    await june.call('match.answer', { match, answer: 'no' });
    assert.equal(await card(priya), '', 'nothing is left of it afterwards');
  });

  it('one who asks for price after price leaves the worker to others', async () => {
    const [june, priya] = await two('Jemima', 'Petra');
    const ask = () => cora.call('matching.price', { run: 'r0000000000001', change: 'lock',
      carer: june.person, supporter: priya.person }).catch(({ error }) => error);
    const errors = [];
    for (let i = 0; i < 8; i += 1) {
      errors.push(await ask());
    }
    assert.deepEqual(errors.slice(0, 6), Array(6).fill('not_found'));
    assert.ok(errors.includes('rate_limited'), errors.join());
  });

  it('the private check is no oracle for who asks for a half-hour', async () => {
    const [june, priya] = await two('Jess', 'Peg');
    await june.call('blind.add', { ...RELATIVE, kind: 'self' });
    const { cuppa } = await june.call('cuppa.ask');
    const seen = async () => (await today(priya)).cuppas.some((c) => c.cuppa === cuppa);
    assert.ok(await seen());
    await priya.call('blind.add', RELATIVE);
    assert.ok(await seen(), 'a hit changes nothing that she sees');
    await refused(priya.call('cuppa.take', { cuppa }), 'not_found');
    await june.call('cuppa.withdraw', { cuppa });
  });

  it('the private check is no oracle for a coordinator who adds to it', async () => {
    const june = await town.carer('Jilly');
    const add = (entry) => cora.call('blind.add_for', { ...entry, person: june.person });
    await june.call('blind.add', RELATIVE);
    assert.deepEqual(await june.call('blind.add', RELATIVE), { count: 1 }, 'her own, told twice');
    assert.deepEqual(await add(RELATIVE), { count: 2 });
    assert.deepEqual(await add({ ...RELATIVE, name: 'Rosa Vale' }), { count: 3 });
  });

  it('what a run proposes elsewhere is not told by what may not be swapped', async () => {
    const [june, priya] = await two('Janet', 'Polly');
    const sol = await town.invites(town.ada, 'Saul', 'coordinator', 'South');
    const { request } = await june.call('request.submit');
    await cora.call('request.screen', { request });
    const { run } = await cora.call('matching.run');
    await until('the run', async () => (await cora.call('matching.runs')).runs
      .find((r) => r.run === run && r.state === 'ready'));
    const swap = (carer) => sol.call('matching.price', { run, change: 'swap', carer,
      supporter: priya.person, other_carer: carer, other_supporter: priya.person });
    await refused(swap(june.person), 'not_found');
    await refused(swap('p0000000000000'), 'not_found');
    await june.call('request.withdraw', { request });
  });

  it('waiting again needs consent that still stands', async () => {
    const [june, priya] = await two('Jan', 'Poppy');
    const match = await introduced(june, priya, cora);
    await june.call('consent.withdraw', { what: 'matching' });
    await june.call('match.end', { match, planned: false });
    await refused(june.call('match.rematch', { match }), 'wrong_state', { field: 'consent' });
    await refused(cora.call('match.rematch', { match }), 'wrong_state', { field: 'consent' });
    await june.call('consent.give', { what: 'matching' });
    await june.call('match.rematch', { match });
  });

  it('that one asked for a change does not show on the other side', async () => {
    const [june, priya] = await two('Jodie', 'Patsy');
    const match = await introduced(june, priya, cora);
    const seen = async () => JSON.stringify([await priya.call('match.get', { match }),
      (await today(priya)).matches, await priya.call('supporter.get')]);
    const former = await seen();
    await june.call('match.ask_change', { match, reason: 'We do not get on.' });
    assert.equal(await seen(), former);
    await priya.call('match.ask_change', { match });
    await cora.call('match.end', { match, planned: false });
  });

  it('a hold silences edits and pictures too, and lets people remove what they wrote', async () => {
    const [june, priya] = await two('Jade', 'Paula');
    const match = await introduced(june, priya, cora);
    const { conversation } = await june.call('match.get', { match });
    await june.attach();
    const { seq } = await june.sends('hello', conversation);
    await cora.call('hold.place', { person: june.person });
    await refused(june.call('message.send', { conversation, cid: 'abcdefgh', text: 'x' }), 'held');
    await refused(june.call('message.edit', { conversation, seq, text: 'round the hold' }), 'held');
    await refused(priya.call('message.react', { conversation, seq, reaction: 'heart' }), 'held');
    await june.call('message.remove', { conversation, seq });
  });

  it('two who are to have no contact are not connected by hand', async () => {
    const [june, priya] = await two('Joy', 'Pearl');
    await cora.call('no_contact.place', { a: june.person, b: priya.person });
    await refused(town.connects(june, priya), 'wrong_state');
  });
});
