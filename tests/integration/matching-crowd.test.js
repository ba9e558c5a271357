// Runs of matching over several hundred people: pages, the order of rows, a server that
// is asked to end meanwhile, the timetable, and what moves while a run is under way.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refused } from '../lib/http.js';
import { runInList, runOver, wholeRun } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const CARERS = 260;
const SUPPORTERS = 200;
const OVER_MS = 60_000;
const STOP_MS = 10_000; // far less than a long run takes under a sanitizer

async function runOnce(desk) {
  const { run } = await desk.call('matching.run');
  assert.equal((await runOver(desk, run, OVER_MS)).state, 'ready');
  return run;
}

const pairOf = (p) => ({ carer: p.carer.person, supporter: p.supporter.person });

describe('a run over several hundred people', () => {
  let town;
  let amara;
  let run;
  before(async () => {
    town = await Town.demo({ crowd: [CARERS, SUPPORTERS] });
    ({ amara } = town);
    run = await runOnce(amara);
  });
  after(() => town.close());

  it('lists everybody who waits once, page by page, in one order', async () => {
    const people = [];
    let pages = 0;
    for (let last; ;) {
      const page = await amara.call('matching.waiting', last ? { after: last } : {});
      people.push(...page.people);
      pages += 1;
      if (!page.more) {
        break;
      }
      last = page.people.at(-1).request;
    }
    assert.ok(pages > 1, 'more than one page');
    assert.ok(people.length >= CARERS);
    assert.equal(new Set(people.map((p) => p.person)).size, people.length);
    const calm = people.filter((p) => p.state === 'waiting' && !p.urgent).map((p) => p.since);
    assert.deepEqual(calm, [...calm].sort((a, b) => a - b));
  });

  it('gives a run page by page, everybody once, in queue order', async () => {
    const whole = await wholeRun(amara, run);
    assert.ok(whole.pages > 5, `${whole.pages} pages`);
    assert.equal(whole.proposals.length, whole.run.matched);
    const carers = [...whole.proposals.map((p) => p.carer.person),
      ...whole.unmatched.map((u) => u.carer.person)];
    assert.equal(carers.length, whole.run.carers);
    assert.equal(new Set(carers).size, carers.length);
    const tiers = whole.proposals.map((p) => p.tier);
    assert.deepEqual(tiers, [...tiers].sort((a, b) => a - b));
    assert.equal(whole.proposals.filter((p) => p.worst).length, 1);
  });

  it('prices what somebody who was suspended since would change', async () => {
    const { proposals } = await wholeRun(amara, run);
    const one = proposals.find((p) => p.supporter.name.startsWith('Supporter'));
    town.server.kithctl('suspend', one.supporter.person);
    const price = await amara.call('matching.price', { run, change: 'forbid', ...pairOf(one) });
    assert.ok(price.after.matched <= price.before.matched);
    await refused(amara.call('matching.approve', { run, ...pairOf(one) }), 'wrong_state');
    const two = proposals.find((p) => p.supporter.person !== one.supporter.person &&
      p.carer.person !== one.carer.person);
    const { run: next } = await amara.call('matching.adjust',
      { run, change: 'forbid', ...pairOf(two) });
    assert.equal((await runOver(amara, next, OVER_MS)).state, 'ready');
    const changed = await wholeRun(amara, next);
    const gone = changed.proposals.filter((p) => p.supporter.person === one.supporter.person);
    assert.ok(gone.every((p) => p.state === 'dropped' && p.gate), JSON.stringify(gone[0]));
    town.server.kithctl('unsuspend', one.supporter.person);
    run = await runOnce(amara);
  });

  it('drops and names who is held while it runs', async () => {
    const { proposals } = await wholeRun(amara, run);
    const [held] = proposals;
    const { run: next } = await amara.call('matching.run');
    await until('it is under way', async () => (await runInList(amara, next)).state !== 'ready');
    await amara.call('hold.place', { person: held.carer.person });
    await runOver(amara, next, OVER_MS);
    const { proposals: found, unmatched } = await wholeRun(amara, next);
    const hers = found.find((p) => p.carer.person === held.carer.person);
    if (hers) {
      assert.deepEqual([hers.state, hers.gate], ['dropped', 'on_hold']);
    } else { // the hold was there before the run looked
      assert.ok(unmatched.every((u) => u.carer.person !== held.carer.person ||
        u.why.some((w) => w.gate === 'on_hold')));
    }
  });

  it('ends promptly when asked to, and begins the run again', async () => {
    const { run: next } = await amara.call('matching.run');
    const asked = performance.now();
    await town.server.stop({ keep: true });
    assert.ok(performance.now() - asked < STOP_MS);
    await town.server.restart();
    await amara.attach({ resume: true });
    assert.equal((await runOver(amara, next, OVER_MS)).state, 'ready');
    const { proposals, run: full } = await wholeRun(amara, next);
    assert.equal(proposals.length, full.matched);
  });

  it('runs by the timetable as the clock moves on', async () => {
    const before = (await amara.call('matching.runs')).runs.length;
    town.server.kithctl('clock', 'advance', '8d');
    await until('both lanes of the timetable', async () => {
      const { runs } = await amara.call('matching.runs');
      const timed = runs.filter((r) => r.requested_by === undefined && r.state === 'ready');
      return runs.length >= before + 2 && new Set(timed.map((r) => r.lane)).size === 2;
    }, OVER_MS);
    const { next } = await amara.call('matching.runs');
    const { time } = await amara.call('server.hello');
    assert.ok(next.weekly_at > time && next.urgent_at > time);
  });
});
