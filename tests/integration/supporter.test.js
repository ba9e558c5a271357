// supporter.*, supporters.list: what supporters can take on, how they are, whether they
// are ready.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const NOBODY = 'p0000000000001';
const DAY_MS = 86_400_000;

describe('a supporter', () => {
  let town;
  let june;
  let priya;
  let ruth;
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const done = { trained_at: today - 90 * DAY_MS, references_at: today - 80 * DAY_MS,
    agreement_at: today - 70 * DAY_MS, supervision_due_at: today + 30 * DAY_MS };
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
    ruth = await town.invites(town.ada, 'Ruth', 'safeguarding_lead', null);
  });
  after(() => town.close());

  const listed = async (who, params = {}) =>
    (await who.call('supporters.list', params)).supporters;

  it('begins with no places and everything still to be done', async () => {
    assert.deepEqual(await priya.call('supporter.get'), {
      capacity: 0, hours_a_week: 0, current: 0, pending: 0,
      readiness: { dbs: 'not_eligible', ready: false,
        missing: ['training', 'references', 'agreement', 'supervision'] },
    });
    await refused(june.call('supporter.get'), 'denied');
  });

  it('is ready once a coordinator has recorded all of it', async () => {
    await town.cora.call('supporter.readiness', { person: priya.person, ...done });
    const { readiness } = await priya.call('supporter.get');
    assert.deepEqual(readiness, { ...done, dbs: 'not_eligible', ready: true, missing: [] });
    await town.cora.call('supporter.readiness', { person: priya.person, dbs: 'needed' });
    assert.deepEqual((await priya.call('supporter.get')).readiness.missing, ['dbs']);
    await town.cora.call('supporter.readiness', { person: priya.person, dbs: 'cleared' });
    await town.cora.call('supporter.readiness', { person: priya.person, trained_at: 0 });
    assert.deepEqual((await priya.call('supporter.get')).readiness.missing, ['training']);
    await town.cora.call('supporter.readiness',
      { person: priya.person, trained_at: done.trained_at });
    assert.equal((await priya.call('supporter.get')).readiness.ready, true);
  });

  it('has done nothing on a day to come', async () => {
    for (const field of ['trained_at', 'references_at', 'agreement_at']) {
      await refused(town.cora.call('supporter.readiness',
        { person: priya.person, [field]: today + 7 * DAY_MS }), 'bad_request', { field });
    }
    assert.equal((await priya.call('supporter.get')).readiness.ready, true);
  });

  it('is no longer ready when supervision is overdue', async () => {
    const person = priya.person;
    await town.cora.call('supporter.readiness', { person, supervision_due_at: today - DAY_MS });
    assert.deepEqual((await priya.call('supporter.get')).readiness.missing, ['supervision']);
    await town.cora.call('supporter.readiness',
      { person, supervision_due_at: done.supervision_due_at });
  });

  it('is recorded by a coordinator of the area only, and is a supporter', async () => {
    const { cora, sol } = town;
    await refused(sol.call('supporter.readiness', { person: priya.person }), 'not_found');
    await refused(cora.call('supporter.readiness', { person: NOBODY }), 'not_found');
    await refused(cora.call('supporter.readiness', { person: 'x'.repeat(65) }, { wild: true }),
      'too_large');
    await refused(cora.call('supporter.readiness', { person: june.person }), 'wrong_state');
    await refused(priya.call('supporter.readiness', { person: priya.person }), 'denied');
  });

  it('says how many people, for how long, when not, and how things are', async () => {
    await priya.call('supporter.capacity', { people: 2, hours_a_week: 3 });
    const until = today + 14 * DAY_MS;
    await priya.call('supporter.pause', { until });
    await priya.call('supporter.weather', { weather: 'all_right' });
    let mine = await priya.call('supporter.get');
    assert.equal(mine.capacity, 2);
    assert.equal(mine.hours_a_week, 3);
    assert.equal(mine.paused_until, until);
    assert.equal(mine.weather, 'all_right');
    assert.ok(mine.weather_at > today);
    await priya.call('supporter.pause', { until: null });
    mine = await priya.call('supporter.get');
    assert.ok(!('paused_until' in mine));
    assert.equal(mine.capacity, 2, 'and nothing else changed');
    await refused(priya.call('supporter.capacity', { people: 21, hours_a_week: 3 },
      { wild: true }), 'bad_request', { field: 'people' });
    await refused(june.call('supporter.capacity', { people: 2, hours_a_week: 3 }), 'denied');
  });

  it('rests after a hard ending, as a coordinator records', async () => {
    const until = today + 21 * DAY_MS;
    await town.cora.call('supporter.readiness', { person: priya.person, resting_until: until });
    assert.equal((await priya.call('supporter.get')).resting_until, until);
    await town.cora.call('supporter.readiness', { person: priya.person, resting_until: 0 });
    assert.ok(!('resting_until' in await priya.call('supporter.get')));
  });

  it('may support in a crisis of her own if the lead says so', async () => {
    const allow = (who, person, allowed) => who.call('supporter.allow_crisis', { person, allowed });
    await refused(allow(town.cora, priya.person, true), 'denied');
    await refused(allow(ruth, NOBODY, true), 'not_found');
    await refused(allow(ruth, june.person, true), 'wrong_state');
    await allow(ruth, priya.person, true);
    assert.equal((await priya.call('supporter.get')).crisis_allowed, true);
    await allow(ruth, priya.person, false);
    assert.ok(!('crisis_allowed' in await priya.call('supporter.get')));
  });

  it('is listed to coordinators of the area and to the lead', async () => {
    const [row] = await listed(town.cora);
    assert.deepEqual(row, { person: priya.person, name: 'Priya', areas: [town.areas.North],
      capacity: 2, current: 0, pending: 0, ready: true, missing: [], weather: 'all_right',
      supervision_due_at: done.supervision_due_at, on_hold: false });
    assert.deepEqual(await listed(town.sol), []);
    assert.deepEqual((await listed(ruth)).map((s) => s.name), ['Priya']);
    assert.deepEqual(await listed(ruth, { area: town.areas.South }), []);
    assert.deepEqual(await listed(town.cora, { after: priya.person }), []);
    await refused(town.cora.call('supporters.list', { area: town.areas.South }), 'not_found');
    for (const who of [june, priya, town.ada]) {
      await refused(who.call('supporters.list'), 'denied');
    }
  });

  it('comes with the profile that staff see', async () => {
    const view = await town.cora.call('profile.view', { person: priya.person });
    assert.equal(view.role, 'supporter');
    assert.equal(view.readiness.ready, true);
    assert.equal(view.supporter.capacity, 2);
    assert.ok(!('readiness' in await town.cora.call('profile.view', { person: june.person })));
  });

  it('is listed by pages', async () => {
    const names = new Set();
    for (let i = 0; i < 101; i += 1) {
      await town.sol.call('carer.enter',
        { name: `Len ${i}`, area: town.areas.South, supporter: true });
    }
    let page = await town.sol.call('supporters.list');
    assert.equal(page.supporters.length, 100);
    assert.equal(page.more, true);
    page.supporters.forEach((s) => names.add(s.name));
    page = await town.sol.call('supporters.list', { after: page.supporters.at(-1).person });
    page.supporters.forEach((s) => names.add(s.name));
    assert.equal(names.size, 101);
    assert.ok(!('more' in page));
  });
});
