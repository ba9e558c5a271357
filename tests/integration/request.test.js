// request.*: asking for a buddy, waiting with an honest card, and what staff do.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, today, told } from '../lib/matching.js';
import { Town } from '../lib/people.js';

describe('a request for a buddy', () => {
  let town;
  let june;
  let mo;
  let priya;
  let ruth;
  let request;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    mo = await town.carer('Mo');
    priya = await town.supporter('Priya');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
    for (const who of [june, mo, town.cora]) {
      await who.attach();
    }
  });
  after(() => town.close());

  it('needs consent, then the answers that matching begins with', async () => {
    await refused(june.call('request.submit'), 'wrong_state', { field: 'consent' });
    await june.call('consent.give', { what: 'matching' });
    await refused(june.call('request.submit'), 'wrong_state', { field: 'answers' });
    await refused(priya.call('request.submit'), 'denied');
    assert.equal((await today(june)).request, undefined);
  });

  it('is told to the desk and waits to be looked at', async () => {
    await agrees(june);
    ({ request } = await june.call('request.submit'));
    await told(june, 'request');
    await told(town.cora, 'desk');
    const card = (await today(june)).request;
    assert.equal(card.id, request);
    assert.equal(card.state, 'consent_given');
    assert.equal(card.coordinator, 'Cora');
    assert.deepEqual(card.delays, ['screening_pending']);
    assert.ok(card.waiting_since > 0, 'the clock runs from the first day');
    await refused(june.call('request.submit'), 'conflict');
  });

  it('waits in a band once a coordinator has looked', async () => {
    const since = (await today(june)).request.waiting_since;
    await refused(town.sol.call('request.screen', { request }), 'not_found');
    await town.cora.call('request.screen', { request });
    const card = (await today(june)).request;
    assert.equal(card.state, 'waiting');
    assert.equal(card.band, 5);
    assert.deepEqual(card.delays, ['evenings_only']);
    assert.deepEqual(card.can, ['withdraw', 'pause']);
    assert.equal(card.waiting_since, since);
    assert.ok(card.next_run_at > since);
    await refused(town.cora.call('request.screen', { request }), 'wrong_state');
  });

  it('rests while she pauses and keeps its place', async () => {
    const since = (await today(june)).request.waiting_since;
    await refused(mo.call('request.pause', { request }), 'not_found');
    await june.call('request.pause', { request });
    await refused(june.call('request.pause', { request }), 'wrong_state');
    const card = (await today(june)).request;
    assert.equal(card.state, 'paused');
    assert.deepEqual(card.can, ['withdraw', 'resume']);
    await town.cora.call('request.resume', { request });
    await refused(june.call('request.resume', { request }), 'wrong_state');
    await refused(mo.call('request.resume', { request }), 'not_found');
    assert.equal((await today(june)).request.waiting_since, since);
  });

  it('is made urgent by a coordinator or a lead', async () => {
    await ruth.call('request.urgent', { request, urgent: true });
    await town.cora.call('request.urgent', { request, urgent: false });
    await refused(town.sol.call('request.urgent', { request, urgent: true }), 'not_found');
    await refused(june.call('request.urgent', { request, urgent: true }), 'denied');
  });

  it('of a referred carer goes no further before her consent is recorded', async () => {
    await refused(town.sol.call('request.refer', { person: mo.person }), 'not_found');
    const referred = await town.cora.call('request.refer', { person: mo.person });
    await told(mo, 'request');
    assert.deepEqual((await today(mo)).request.delays, ['consent_missing']);
    await refused(town.cora.call('request.refer', { person: mo.person }), 'conflict');
    await refused(town.cora.call('request.screen', referred), 'wrong_state');
    await town.cora.call('consent.record',
      { person: mo.person, what: 'matching', how: 'phone', given: true });
    assert.equal((await today(mo)).request.state, 'consent_given');
    await town.cora.call('request.close', { ...referred, reason: 'Would rather join a group.' });
    await refused(town.cora.call('request.close', { ...referred, reason: 'Again.' }),
      'wrong_state');
    await refused(town.cora.call('request.urgent', { ...referred, urgent: true }), 'wrong_state');
    assert.equal((await today(mo)).request, undefined);
  });

  it('is made by a coordinator for somebody without a smartphone', async () => {
    const { person } = await town.cora.call('carer.enter',
      { name: 'Elsie', area: town.areas.North });
    await refused(town.cora.call('request.submit_for', { person }), 'wrong_state',
      { field: 'consent' });
    await town.cora.call('consent.record', { person, what: 'matching', how: 'phone', given: true });
    const answers = { relationship: ['aunt'], arrangement: ['informal'], stage: ['first_year'] };
    for (const [field, values] of Object.entries(answers)) {
      await town.cora.call('profile.answer_for', { person, field, values });
    }
    const elsie = await town.cora.call('request.submit_for', { person });
    await town.cora.call('request.screen', { ...elsie, urgent: true });
    await refused(town.cora.call('request.submit_for', { person }), 'conflict');
    await refused(town.sol.call('request.submit_for', { person }), 'not_found');
  });

  it('goes back to waiting for consent when that is taken back', async () => {
    await june.call('consent.withdraw', { what: 'matching' });
    assert.equal((await today(june)).request.state, 'submitted');
    await june.call('consent.give', { what: 'matching' });
    assert.equal((await today(june)).request.state, 'consent_given');
  });

  it('is taken back, and may be made anew', async () => {
    await refused(mo.call('request.withdraw', { request }), 'not_found');
    await june.call('request.withdraw', { request });
    await refused(june.call('request.withdraw', { request }), 'wrong_state');
    const again = await june.call('request.submit');
    assert.notEqual(again.request, request);
  });
});
