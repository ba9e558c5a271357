// What happens at the same moment as an offer, or while it stands open.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { agrees, isReady, today } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

describe('an approved pair', () => {
  let town;
  let cora;
  let count = 0;
  before(async () => {
    town = await Town.found();
    ({ cora } = town);
  });
  after(() => town.close());

  /** A carer and a supporter of their own, and a run that proposes the two. */
  const proposed = async () => {
    count += 1;
    const june = await town.carer(`June-${count}`);
    const priya = await town.supporter(`Priya-${count}`);
    await Promise.all([june.attach(), priya.attach()]);
    await agrees(june);
    await isReady(priya, cora, 1);
    const { request } = await june.call('request.submit');
    await cora.call('request.screen', { request });
    const { run } = await cora.call('matching.run');
    await until('the run', async () => (await cora.call('matching.runs')).runs
      .some((r) => r.run === run && r.state === 'ready'));
    return { june, priya, request, pair: { run, carer: june.person, supporter: priya.person } };
  };
  const approved = async () => {
    const all = await proposed();
    return { ...all, ...await cora.call('matching.approve', all.pair) };
  };
  const stateOf = async (match) => (await cora.call('match.view', { match })).state;
  /** So that he is not proposed to the next carer. */
  const rests = (priya) => priya.call('supporter.pause', { until: Date.now() + 86_400_000 });

  it('is offered, says yes twice, and talks', async () => {
    const { june, priya, match } = await approved();
    for (const who of [june, priya]) {
      const { offers } = await today(who);
      assert.deepEqual(offers.map((o) => [o.match, o.state]), [[match, 'offered']]);
    }
    assert.equal((await june.call('match.answer', { match, answer: 'yes' })).state, 'offered');
    assert.equal((await priya.call('match.answer', { match, answer: 'yes' })).state, 'introduced');
    const [{ conversation }] = (await today(june)).matches;
    assert.equal((await today(priya)).matches[0].conversation, conversation);
    await priya.sends('hello June', conversation);
    await june.hears('message.sent', { text: 'hello June' });
    await rests(priya);
  });

  it('keeps the supporter\'s place: fewer places are refused, and nothing is lost', async () => {
    const { june, priya, match } = await approved();
    await refused(priya.call('supporter.capacity', { people: 0, hours_a_week: 2 }), 'wrong_state');
    assert.equal((await priya.call('supporter.get')).capacity, 1);
    assert.equal((await priya.call('supporter.get')).hours_a_week, 5);
    assert.equal(await stateOf(match), 'offered');
    await june.call('match.answer', { match, answer: 'yes' });
    await priya.call('match.answer', { match, answer: 'yes' });
    await refused(priya.call('supporter.capacity', { people: 0, hours_a_week: 2 }), 'wrong_state');
    await rests(priya);
  });

  it('is approved once, by whoever of two coordinators was first', async () => {
    const all = await proposed();
    const cass = await town.invites(town.ada, 'Cass', 'coordinator');
    const both = await Promise.allSettled([cora, cass]
      .map((who) => who.call('matching.approve', all.pair)));
    const done = both.filter(({ status }) => status === 'fulfilled');
    const { matches } = await cora.call('matches.list', { state: 'offered' });
    assert.equal(done.length, 1, JSON.stringify(both));
    assert.equal(both.find(({ status }) => status === 'rejected').reason.error, 'wrong_state');
    assert.deepEqual(matches.map((m) => m.match), [done[0].value.match]);
    assert.equal((await all.priya.call('supporter.get')).pending, 1);
    // Neither of the two is there for the next run.
    await all.june.call('request.withdraw', { request: all.request });
    await rests(all.priya);
  });

  it('is answered or taken back, and not put to rest', async () => {
    const { june, priya, request, match } = await approved();
    await refused(june.call('request.pause', { request }), 'wrong_state');
    await refused(cora.call('request.pause', { request }), 'wrong_state');
    assert.equal(await stateOf(match), 'offered');
    assert.equal((await today(june)).request.state, 'offered');
    assert.ok(!(await today(june)).request.can.includes('pause'));
    await june.call('request.withdraw', { request });
    assert.equal(await stateOf(match), 'withdrawn');
    await refused(priya.call('match.answer', { match, answer: 'yes' }), 'wrong_state');
    assert.equal((await priya.call('supporter.get')).pending, 0, 'his place is free again');
    await rests(priya);
  });
});
