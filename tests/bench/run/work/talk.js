// Talking: in groups, two and two, much, little, and on a slow disk.

import { buildShim } from '../../../lib/shim.js';
import { isSound, load } from '../load.js';
import { highestRate, STEP } from '../search.js';
import { withServer } from '../server.js';
import { figures, GROUPS, once, PAIRS, together } from './measure.js';

const CALM = { ...GROUPS, rate: 20 }; // messages a second
const STEADY_PER_S = 1_000;
const SLOW_MS = [2, 10];

async function rate(peer, known) {
  const first = known.closed ? Math.max(50, Math.round(known.closed['groups/s'] / 4)) : 250;
  const { rate: highest, result, tried } = await highestRate(peer, first);
  return { values: { 'rate/s': highest }, faults: [], lines: [{ ...result, tried }] };
}

/** At the steady rate, or at the first half of it that the server keeps up with. */
async function cost(peer, known) {
  const most = known.closed?.['groups/s'] ?? STEADY_PER_S;
  let perS = most < STEADY_PER_S ? Math.round(most / 2) : STEADY_PER_S;
  for (;;) {
    const asked = { ...STEP, rate: perS };
    const result = await withServer(peer, {}, (server) => load(server, 'open', asked));
    if (isSound(result) || perS < 50) {
      return { ...figures('open', result, (r) => ({ 'cpu us': r.cpu_us_per_delivery,
        'delivery p50': r.delivery.p50_ms, 'delivery p99': r.delivery.p99_ms })),
      bracket: perS < STEADY_PER_S ? perS : null };
    }
    perS = Math.round(perS / 2);
  }
}

const FILLED = [ // enough on the way for a batch to fill
  ['groups', 'closed', { ...GROUPS, window: 64, warm: 1, for: 4, drain: 20 }],
  ['pairs', 'closed', { ...PAIRS, window: 4, warm: 1, for: 4, drain: 20 }],
];

function slowSync(ms) {
  return ms === 0 ? {}
    : { LD_PRELOAD: buildShim('slow_sync'), SLOW_SYNC_US: String(ms * 1_000) };
}

/** Groups, pairs and calm talk on this disk, and where every sync takes longer. */
async function slow(peer) {
  const all = [];
  for (const ms of [0, ...SLOW_MS]) {
    const setting = { env: slowSync(ms) };
    for (const [name, mode, options] of FILLED) {
      all.push(await once(peer, mode, options,
        (r) => ({ [`${name}/s +${ms} ms`]: r.acked_per_s }), setting));
    }
    all.push(await once(peer, 'open', { ...CALM, warm: 1, for: 5 },
      (r) => ({ [`ack p50 +${ms} ms`]: r.ack.p50_ms }), setting));
  }
  const one = together(all);
  const shares = SLOW_MS.flatMap((ms) => FILLED.map(([name]) =>
    [`${name} kept +${ms} ms`,
      100 * one.values[`${name}/s +${ms} ms`] / one.values[`${name}/s +0 ms`]]));
  return { ...one, values: { ...one.values, ...Object.fromEntries(shares) } };
}

export const talking = {
  closed: {
    seconds: 9,
    rows: [['groups/s', '20 groups of 50, 4 unanswered each: answered [1/s]', 0]],
    run: (peer) => once(peer, 'closed', { ...GROUPS, window: 4, warm: 1, for: 5 },
      (r) => ({ 'groups/s': r.acked_per_s })),
  },
  rate: {
    seconds: 75,
    rows: [['rate/s', 'highest rate, p99 delivery < 100 ms, nothing lost [1/s]', 0]],
    run: rate,
  },
  cost: {
    seconds: 9,
    rows: [['cpu us', 'server CPU per delivery at 1,000/s [us]', 2],
      ['delivery p50', 'delivery at 1,000/s, p50 [ms]', 2],
      ['delivery p99', 'delivery at 1,000/s, p99 [ms]', 2]],
    run: cost,
  },
  calm: {
    seconds: 14,
    rows: [['ack p50', 'answer at 20/s, p50 [ms]', 3], ['ack p99', 'answer at 20/s, p99 [ms]', 3]],
    run: (peer) => once(peer, 'open', { ...CALM, warm: 1, for: 10 },
      (r) => ({ 'ack p50': r.ack.p50_ms, 'ack p99': r.ack.p99_ms })),
  },
  pairs: {
    seconds: 9,
    rows: [['pairs/s', '500 pairs, 1 unanswered each: answered [1/s]', 0],
      ['pairs p99', '500 pairs: delivery p99 [ms]', 1]],
    run: (peer) => once(peer, 'closed', { ...PAIRS, window: 1, warm: 1, for: 5 },
      (r) => ({ 'pairs/s': r.acked_per_s, 'pairs p99': r.delivery.p99_ms })),
  },
  slow: {
    seconds: 80,
    peers: ['kith', 'ws', 'ws-group', 'socketio'], // who sync
    rows: [
      ['groups/s +0 ms', '20 groups of 50, 64 unanswered each: answered [1/s]', 0],
      ['pairs/s +0 ms', '500 pairs, 4 unanswered each: answered [1/s]', 0],
      ...SLOW_MS.flatMap((ms) => [
        [`groups kept +${ms} ms`, `sync + ${ms} ms: of the groups' rate is left [%]`, 0],
        [`pairs kept +${ms} ms`, `sync + ${ms} ms: of the pairs' rate is left [%]`, 0],
        [`ack p50 +${ms} ms`, `sync + ${ms} ms: answer at 20/s, p50 [ms]`, 2]])],
    run: slow,
  },
};
