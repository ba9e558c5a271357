// Runs of matching at the coordinator's desk: who waits, a run and what it proposes,
// what a change costs, decisions, and what happens when things move meanwhile.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const UNDER_WAY = ['requested', 'storing'];

/** The newest run of the desk, once it is finished. */
async function finished(desk, run) {
  return until(`run ${run} is finished`, async () => {
    const { runs } = await desk.call('matching.runs');
    const found = runs.find((r) => r.run === run);
    return found && !UNDER_WAY.includes(found.state) ? found : null;
  });
}

async function runNow(desk, params = {}) {
  const { run } = await desk.call('matching.run', params);
  await finished(desk, run);
  return run;
}

const pairOf = (proposal) => ({
  carer: proposal.carer.person, supporter: proposal.supporter.person,
});

describe('runs of matching', () => {
  let town;
  let amara;
  before(async () => {
    town = await Town.demo();
    ({ amara } = town);
  });
  after(() => town.close());

  it('lists who waits by urgency and days, never by name', async () => {
    const { people } = await amara.call('matching.waiting');
    assert.ok(people.length > 2, `${people.length} people`);
    const waiting = people.filter((p) => p.since !== undefined && !p.urgent);
    assert.deepEqual(waiting.map((p) => p.since), waiting.map((p) => p.since).sort());
    for (const person of waiting) {
      assert.ok(person.tier >= 1 && person.tier <= 6);
    }
    await refused(amara.call('matching.waiting', { area: 'a0000000000000' }), 'not_found');
  });

  it('runs once at a time, and every level reaches its bound', async () => {
    const { run } = await amara.call('matching.run');
    await amara.call('matching.run').catch((e) => assert.match(String(e), /conflict/));
    const short = await finished(amara, run);
    assert.equal(short.state, 'ready', JSON.stringify(short));
    const { run: full, proposals } = await amara.call('matching.get', { run });
    for (const level of full.levels) {
      assert.equal(level.value, level.bound, level.name);
    }
    assert.equal(proposals.length, short.matched);
    for (const proposal of proposals) {
      const sum = proposal.parts.reduce((total, part) => total + part.points, 0);
      assert.equal(sum, proposal.score, 'the parts add up');
      assert.ok(proposal.reasons.length > 0);
    }
    assert.equal(proposals.filter((p) => p.worst).length, 1);
  });

  it('tells of any pair its score or the gate in the way', async () => {
    const run = await runNow(amara);
    const { proposals } = await amara.call('matching.get', { run });
    const seen = await amara.call('matching.pair', { run, ...pairOf(proposals[0]) });
    assert.equal(seen.score, proposals[0].score);
    await refused(amara.call('matching.pair',
      { run, carer: proposals[0].carer.person, supporter: 'p0000000000000' }), 'not_found');
    await refused(amara.call('matching.get', { run: 'r0000000000000' }), 'not_found');
  });

  it('tells both of a pair, in the copy of their data, that somebody looked', async () => {
    const run = await runNow(amara);
    const { proposals: [proposal] } = await amara.call('matching.get', { run });
    const looksOf = async ({ name }) => {
      const { http } = await town.demoPerson(name.split(' ')[0].toLowerCase());
      const { next } = await http.call('account.copy_begin');
      const { looks } = await http.call('account.copy', { place: `l${next.slice(1)}` });
      return looks.filter(({ what }) => what === 'points').map(({ as }) => as);
    };
    const before = await Promise.all([proposal.carer, proposal.supporter].map(looksOf));
    await amara.call('matching.pair', { run, ...pairOf(proposal) });
    const after = await Promise.all([proposal.carer, proposal.supporter].map(looksOf));
    assert.deepEqual(after, before.map((looks) => [...looks, 'coordinator']));
  });

  it('prices a change and runs it over the same frozen scores', async () => {
    const run = await runNow(amara);
    const { proposals } = await amara.call('matching.get', { run });
    const [one, two] = proposals.filter((p, i, all) =>
      i === 0 || p.supporter.person !== all[0].supporter.person);
    const swap = {
      run, change: 'swap', ...pairOf(one),
      other_carer: two.carer.person, other_supporter: two.supporter.person,
    };
    const price = await amara.call('matching.price', swap);
    assert.ok(price.after.total <= price.before.total, 'the plan was the best there is');
    const { run: next } = await amara.call('matching.adjust', swap);
    assert.equal((await finished(amara, next)).total, price.after.total);
    const changed = await amara.call('matching.get', { run: next });
    const again = changed.proposals.find((p) => p.carer.person === one.carer.person);
    assert.equal(again.supporter.person, two.supporter.person);
    assert.ok(again.locked);
    const second = { run: next, change: 'lock', carer: one.carer.person,
      supporter: one.supporter.person };
    await refused(amara.call('matching.price', second), 'wrong_state',
      { field: 'contradictory_lock' });
    await refused(amara.call('matching.adjust', second), 'wrong_state',
      { field: 'contradictory_lock' });
    await refused(amara.call('matching.approve', { run, ...pairOf(one) }), 'wrong_state',
      { field: 'run' });
  });

  it('offers what is approved, once, and leaves what is rejected', async () => {
    const run = await runNow(amara);
    const { proposals } = await amara.call('matching.get', { run });
    const [yes, no] = proposals;
    const { match } = await amara.call('matching.approve', { run, ...pairOf(yes) });
    assert.ok(match);
    await refused(amara.call('matching.approve', { run, ...pairOf(yes) }), 'wrong_state',
      { field: 'state' });
    await amara.call('matching.reject', { run, ...pairOf(no) });
    await refused(amara.call('matching.reject', { run, ...pairOf(no) }), 'wrong_state');
    await refused(amara.call('matching.approve',
      { run, carer: yes.carer.person, supporter: 'p0000000000000' }), 'not_found');
    const { people } = await amara.call('matching.waiting');
    const offered = people.find((p) => p.person === yes.carer.person);
    assert.equal(offered.state, 'offered');
  });

  it('names the gate that closed after the run', async () => {
    const run = await runNow(amara);
    const { proposals } = await amara.call('matching.get', { run });
    const proposal = proposals[0];
    await amara.call('hold.place', { person: proposal.carer.person });
    await refused(amara.call('matching.approve', { run, ...pairOf(proposal) }), 'wrong_state');
  });

  it('keeps to the urgent in the urgent lane', async () => {
    const { people } = await amara.call('matching.waiting');
    const urgent = people.filter((p) => p.urgent && p.state === 'waiting');
    const run = await runNow(amara, { lane: 'urgent' });
    const { run: full, proposals, unmatched } = await amara.call('matching.get', { run });
    assert.equal(full.carers, urgent.length);
    assert.ok([...proposals, ...unmatched].every((entry) => entry.tier === 0));
  });

  it('finds the same plan again from the stored rows, running or not', async () => {
    const run = await runNow(amara);
    const args = ['matching', 'replay', run, '--json'];
    const here = JSON.parse(town.server.kithctl(...args).stdout);
    assert.equal(here.same, true, JSON.stringify(here));
    assert.deepEqual(here.stored, here.replayed);
    assert.match(town.server.kithctl('matching', 'replay', run).stdout, /the same plan/);
    assert.throws(() => town.server.kithctl('matching', 'replay', 'r0000000000000'));
  });

  it('reports waits and hides what few people gave', async () => {
    const { report } = await amara.call('matching.report');
    assert.equal(report.waits.people, 5);
    assert.equal(typeof report.waits.longest_days, 'number');
    const small = report.groups.filter((g) => g.by === 'arrangement');
    assert.ok(small.some((g) => g.waits.people === null), JSON.stringify(small));
    await refused(amara.call('matching.report', { area: 'a0000000000000' }), 'not_found');
    const printed = town.server.kithctl('matching', 'report').stdout;
    assert.match(printed, /^waits/);
    assert.match(printed, /under 5/);
    assert.throws(() => town.server.kithctl('matching', 'report', '--area', 'Nowhere'));
  });

  it('is nobody else\'s', async () => {
    const june = await town.demoPerson('june');
    for (const [command, params] of [['matching.waiting', {}], ['matching.run', {}],
      ['matching.runs', {}], ['matching.report', {}]]) {
      await refused(june.call(command, params), 'denied');
    }
  });
});

describe('a run with nobody to propose', () => {
  let town;
  before(async () => {
    town = await Town.found();
  });
  after(() => town.close());

  it('is ready and empty', async () => {
    const run = await runNow(town.cora);
    const { run: full, proposals, unmatched } = await town.cora.call('matching.get', { run });
    assert.equal(full.state, 'ready');
    assert.equal(full.worst, undefined);
    assert.deepEqual([proposals, unmatched], [[], []]);
  });

  it('begins again after a server that was killed', async () => {
    const { run } = await town.cora.call('matching.run');
    await town.server.kill9();
    await town.server.restart();
    const { state } = await finished(town.cora, run);
    assert.equal(state, 'ready');
  });
});
