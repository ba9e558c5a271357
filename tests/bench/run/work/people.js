// Being there, coming in and coming back.

import { TEN_THOUSAND, withServer } from '../server.js';
import { GROUPS, once, together } from './measure.js';

const MISSED = 200; // messages
const REST_MS = 3_000; // after which a server that began is at rest

/** So many people with five groups of 50 each. */
const withFive = (people) => ({ people, groups: people / 10, size: 50, pairs: 0 });
/** A hundred groups of 50. */
const FIVE_THOUSAND = { people: 5_000, groups: 100, pairs: 0 };

const IDLE = { size: 50, for: 3, 'at-once': 50 };
const eachKib = (r) => (r.rss_after_kib - r.rss_before_kib) / r.lines;
const attachesPerS = (r) => ({ 'log-ins/s': r.attaches_per_s });
const ATTACH = { ...GROUPS, warm: 1, for: 4, 'at-once': 16 };

/** With its own settings, as it stands after a demo was made. */
async function rest(peer) {
  const setting = { crowd: { demo: true }, options: { 'max-connections': null } };
  const kib = await withServer(peer, setting, async (server) => {
    await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
    return server.rssKib();
  });
  return { values: { 'rest MiB': kib / 1_024 }, faults: [], lines: [] };
}

async function idleFive(peer) {
  const runs = [];
  for (const people of [5_000, 10_000]) {
    runs.push(await once(peer, 'idle', { ...IDLE, rooms: people / 50 },
      (r) => ({ [`KiB of ${people}`]: eachKib(r) }), { crowd: withFive(people) }));
  }
  return together([...runs, await rest(peer)]);
}

export const people = {
  idle: {
    seconds: 30,
    rows: [['KiB', '10,000 idle connections: memory of each [KiB]', 2]],
    run: (peer) => once(peer, 'idle', { ...IDLE, rooms: 200 },
      (r) => ({ KiB: eachKib(r) }), { crowd: TEN_THOUSAND }),
  },
  attach: {
    seconds: 7,
    rows: [['log-ins/s', 'log-ins, 16 at once [1/s]', 0]],
    run: (peer) => once(peer, 'attach', ATTACH, attachesPerS),
  },
  'idle-five': {
    seconds: 60,
    peers: ['kith'],
    rows: [['KiB of 5000', '5,000 idle with five groups each: memory of each [KiB]', 2, '≤ 6'],
      ['KiB of 10000', '10,000 idle with five groups each: memory of each [KiB]', 2, '≤ 6'],
      ['rest MiB', 'memory at rest, with the data of a demo [MiB]', 1, '≤ 24']],
    run: idleFive,
  },
  'attach-five': {
    seconds: 12,
    peers: ['kith'],
    rows: [['log-ins/s', 'log-ins with five groups, 16 at once [1/s]', 0, '≥ 12,000']],
    run: (peer) => once(peer, 'attach', { ...ATTACH, resume: 1 }, attachesPerS,
      { crowd: withFive(1_000) }),
  },
  'catch-up': {
    seconds: 30,
    peers: ['kith'],
    rows: [['seconds', `5,000 come back, each missed ${MISSED}: all heard after [s]`, 2, '< 5']],
    run: (peer) => once(peer, 'catch-up', { rooms: 100, size: 50, missed: MISSED,
      'at-once': 1_000 }, (r) => ({ seconds: r.caught_up_s }), { crowd: FIVE_THOUSAND }),
  },
};
