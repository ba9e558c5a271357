// blind.*: the private check. What it does to matching is tested where people are
// matched; here, that it takes what it should and tells nobody anything.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';

const NOBODY = 'p0000000000001';
const MARY = { kind: 'relative', name: 'Mary Ann O’Neill', birth_year: 1987 };

describe('the private check', () => {
  let town;
  let june;
  let priya;
  before(async () => {
    town = await Town.found();
    june = await town.carer('June');
    priya = await town.supporter('Priya');
    town.sol = await town.invites(town.ada, 'Sol', 'coordinator', 'South');
  });
  after(() => town.close());

  const checks = async (who) => (await who.call('profile.get')).private_checks;

  it('counts entries, and the same one once', async () => {
    assert.deepEqual(await june.call('blind.add', MARY), { count: 1 });
    assert.deepEqual(await june.call('blind.add', { ...MARY, name: 'maria ann O NEILL' }),
      { count: 1 });
    assert.deepEqual(await june.call('blind.add', { ...MARY, birth_year: 1988 }), { count: 2 });
    assert.deepEqual(await june.call('blind.add', { kind: 'self', name: 'June', postcode: 'NW1 6XE' }),
      { count: 1 });
    assert.deepEqual(await june.call('blind.add',
      { kind: 'household', postcode: 'nw16xe', house: 'Flat 2' }), { count: 1 });
    assert.deepEqual(await june.call('blind.add', { kind: 'employer', name: 'Acme Ltd' }),
      { count: 1 });
    assert.deepEqual(await checks(june), [{ kind: 'self', count: 1 },
      { kind: 'relative', count: 2 }, { kind: 'household', count: 1 },
      { kind: 'employer', count: 1 }]);
  });

  it('answers the same whether it hits somebody or not', async () => {
    assert.deepEqual(await priya.call('blind.add', { ...MARY, kind: 'self' }), { count: 1 });
    assert.deepEqual(await priya.call('blind.add',
      { kind: 'relative', name: 'Nobody at all', birth_year: 1950 }), { count: 1 });
    const view = await town.cora.call('profile.view', { person: priya.person });
    assert.ok(!JSON.stringify(view).includes('private') && !JSON.stringify(view).includes('relative'));
  });

  it('is emptied by kind', async () => {
    await june.call('blind.clear', { kind: 'relative' });
    assert.deepEqual((await checks(june)).map((c) => c.kind), ['self', 'household', 'employer']);
  });

  it('wants what its kind needs and nothing else', async () => {
    const tries = [
      [{ kind: 'relative', name: 'Mary' }, 'birth_year'],
      [{ kind: 'relative', birth_year: 1987 }, 'name'],
      [{ kind: 'relative', name: '-- ', birth_year: 1987 }, 'name'],
      [{ kind: 'self', name: 'Mary', postcode: '---' }, 'postcode'],
      [{ kind: 'relative', name: 'Mary', birth_year: 1987, house: '2' }, 'house'],
      [{ kind: 'household', postcode: 'NW1 6XE' }, 'house'],
      [{ kind: 'household', house: '2' }, 'postcode'],
      [{ kind: 'household', house: 'the flat', postcode: 'NW1 6XE' }, 'house'],
      [{ kind: 'household', house: '2', postcode: 'NW1 6XE', birth_year: 1987 }, 'birth_year'],
      [{ kind: 'employer' }, 'name'],
      [{ kind: 'employer', name: 'Ltd' }, 'name'],
      [{ kind: 'employer', name: 'Acme', postcode: 'NW1 6XE' }, 'postcode'],
    ];
    const tim = await town.carer('Tim');
    for (const [params, field] of tries) {
      await refused(tim.call('blind.add', params), 'bad_request', { field });
    }
    assert.deepEqual(await checks(tim), []);
  });

  it('holds twenty entries', async () => {
    const una = await town.carer('Una');
    for (let i = 0; i < 20; i += 1) {
      const { count } = await una.call('blind.add',
        { kind: 'relative', name: 'Mary', birth_year: 1950 + i });
      assert.equal(count, i + 1);
    }
    await refused(una.call('blind.add', { kind: 'employer', name: 'Acme' }), 'too_large');
    await una.call('blind.add', { kind: 'relative', name: 'Mary', birth_year: 1950 });
    await una.call('blind.clear', { kind: 'relative' });
    await una.call('blind.add', { kind: 'employer', name: 'Acme' });
    await refused(una.call('blind.add', { kind: 'employer', name: 'x'.repeat(81) },
      { wild: true }), 'too_large', { field: 'name' });
  });

  it('is filled in by a coordinator of the area for somebody who told her', async () => {
    const { person } = await town.cora.call('carer.enter',
      { name: 'Dorothy', area: town.areas.North });
    assert.deepEqual(await town.cora.call('blind.add_for', { person, ...MARY }), { count: 1 });
    await refused(town.sol.call('blind.add_for', { person, ...MARY }), 'not_found');
    await refused(town.cora.call('blind.add_for', { person: NOBODY, ...MARY }), 'not_found');
    await refused(town.cora.call('blind.add_for', { person: 'nobody', ...MARY }), 'not_found');
    await refused(town.cora.call('blind.add_for', { person, kind: 'employer' }), 'bad_request',
      { field: 'name' });
    await refused(town.cora.call('blind.add', MARY), 'denied');
    await refused(june.call('blind.add_for', { person, ...MARY }), 'denied');
  });

  it('is changed only so often', async () => {
    const strict = await Town.found({ options: { 'private-check-per-day': 3 } });
    try {
      const tess = await strict.carer('Tess');
      await tess.call('profile.get'); // from now on she is known by her cookie
      for (let i = 0; i < 3; i += 1) {
        await tess.call('blind.add', { ...MARY, birth_year: 1980 + i });
      }
      const refusal = await refused(tess.call('blind.add', MARY), 'rate_limited');
      assert.ok(refusal.data.after_ms > 3_600_000, 'hours, not seconds');
      await refused(tess.call('blind.clear', { kind: 'relative' }), 'rate_limited');
      await tess.call('profile.get'); // everything else goes on
    } finally {
      await strict.close();
    }
  });
});
