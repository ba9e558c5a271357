// How long others wait for a message when some do not read, read very much, or all come
// back at once, while the WAL is copied, and while backups are made.

import { Backups } from '../../../lib/backup.js';
import { binFolder } from '../../../lib/server.js';
import { until } from '../../../lib/wait.js';
import { beside, load, loadOnce } from '../load.js';
import { withServer } from '../server.js';
import { figures, GROUPS, together } from './measure.js';

const STALLED = 1_000;
const COMING_IN_MS = 60_000;
const TALKING = GROUPS.rooms * GROUPS.size; // people
const RETURNING = 5_000;
const RETURNING_S = 5;

// ---- some do not read

/** What the kernels hold of a connection that is not read is full before it counts. */
const LISTEN = { ...GROUPS, rate: 500, text: 400, warm: 6, for: 6, drain: 10 };

async function listening(peer, name, stalled) {
  return withServer(peer, {}, async (server) => {
    const result = await load(server, 'open', { ...LISTEN, stalled });
    const closed = await server.metric('closed_slow_total');
    const run = figures('open', result, (r) => ({
      [`${name} p99`]: r.delivery.p99_ms, [`${name} KiB`]: r.rss_after_kib }));
    return closed === 0 ? run
      : { ...run, faults: [...(run.faults ?? []), `${closed} closed as slow`] };
  });
}

async function slowReaders(peer) {
  const all = together([await listening(peer, 'alone', 0),
    await listening(peer, 'beside', STALLED)]);
  const { values } = all;
  return { ...all, values: { ...values, 'times p99': values['beside p99'] / values['alone p99'],
    'stalled KiB': (values['beside KiB'] - values['alone KiB']) / STALLED } };
}

// ---- others do much

const STEADY = { ...GROUPS, rate: 1_000, warm: 1, for: 6, drain: 10 };
const BEFORE_MS = 2_000; // of the talk
/** In groups of 50; those after the first 20 groups are the others. */
const CROWD = { people: TALKING + RETURNING, groups: (TALKING + RETURNING) / 50, pairs: 0,
  messages: 120_000 };
/** The core first goes to the generator that measures. */
const YIELDING = ['nice', '-n', '10'];
const OTHERS = { from: TALKING, sleeps: 1, drain: 5 };

const RETURN = { ...OTHERS, rooms: RETURNING / 50, size: 50, for: 0.5, 'at-once': RETURNING };

/** The most of the settings: the WAL does not begin anew. */
const NO_RESTART = { 'wal-restart-bytes': 4_294_967_296 };
/** The least: it begins anew, which all who read wait for, each time that it is copied. */
const ALL_RESTARTS = { 'wal-restart-bytes': 1_048_576 };

const SITUATIONS = [
  { name: 'quiet', options: NO_RESTART },
  { name: 'checkpoints', options: ALL_RESTARTS },
  { name: 'readers', options: NO_RESTART,
    others: (server) => beside(server, 'history',
      { ...OTHERS, rooms: 2, size: 1, apart: 50, page: 100, warm: 0, for: 6 }, YIELDING) },
  { name: 'return', options: NO_RESTART,
    others: (server) => beside(server, 'idle', { ...RETURN, over: RETURNING_S }) },
  { name: 'rush', options: NO_RESTART, others: (server) => beside(server, 'idle', RETURN) },
];

/** One backup after the other, until the talk is about over. */
async function backUp(backups, { dataDir }) {
  const end = performance.now() + 1_000 * STEADY.for;
  let made = 0;
  while (performance.now() < end) {
    await backups.makeMeanwhile({ bin: binFolder(), dataDir });
    made += 1;
  }
  return { mode: 'backups', made };
}

async function whenTheyTalk(server) {
  await until('all to come in', async () => await server.metric('connections') >= TALKING,
    COMING_IN_MS);
  await new Promise((resolve) => { setTimeout(resolve, BEFORE_MS); });
}

async function talkBeside(server, others) {
  const talk = loadOnce(server, 'open', STEADY);
  await whenTheyTalk(server);
  const other = await others(server);
  return [await talk, other];
}

async function situation(peer, { name, options, others }) {
  return withServer(peer, { crowd: CROWD, options }, async (server) => {
    const [result, other] = others
      ? await talkBeside(server, others) : [await load(server, 'open', STEADY), null];
    const copied = await server.metric('checkpoints_total');
    const run = figures(other ? 'beside' : 'open', result,
      (r) => ({ [`${name} p99`]: r.delivery.p99_ms, [`${name} copied`]: copied }));
    const faults = [...(run.faults ?? []), ...(other?.failed ? [other.failed] : [])];
    return { ...run, faults: faults.map((fault) => `${name}: ${fault}`),
      lines: [...run.lines, ...(other ? [other] : [])] };
  });
}

async function inAllSituations(peer) {
  const backups = new Backups();
  const situations = [...SITUATIONS,
    { name: 'backups', options: { ...NO_RESTART, ...backups.options },
      others: (server) => backUp(backups, server) }];
  const runs = [];
  try {
    for (const one of situations) {
      runs.push(await situation(peer, one));
    }
  } finally {
    backups.remove();
  }
  const all = together(runs);
  const times = situations.slice(1).map(({ name }) =>
    [`${name} times`, all.values[`${name} p99`] / all.values['quiet p99']]);
  return { ...all, values: { ...all.values, ...Object.fromEntries(times) } };
}

export const disturbed = {
  'slow-readers': {
    seconds: 30,
    peers: ['kith'],
    rows: [['alone p99', '500/s of 400 bytes in 20 groups of 50: delivery p99 [ms]', 2],
      ['beside p99', '  with 1,000 connections more that never read [ms]', 2],
      ['times p99', '  times as long', 2, '< 1.2'],
      ['stalled KiB', '  memory of each that never reads [KiB]', 1, '< 16']],
    run: slowReaders,
  },
  disturbed: {
    seconds: 90,
    peers: ['kith'],
    rows: [['quiet p99', '1,000/s in 20 groups of 50: delivery p99 [ms]', 2],
      ['quiet copied', '  the WAL was copied, meanwhile [times]', 0],
      ['checkpoints p99', '  while the WAL begins anew each time [ms]', 2],
      ['checkpoints copied', '  it was copied, meanwhile [times]', 0],
      ['checkpoints times', '  times quiet', 2, '≤ 2'],
      ['readers p99', '  while two others read long histories [ms]', 2],
      ['readers times', '  times quiet', 2, '≤ 2'],
      ['return p99', '  while 5,000 others come back within 5 s [ms]', 2],
      ['return times', '  times quiet', 2, '≤ 2'],
      ['rush p99', '  while 5,000 others come back at once [ms]', 2],
      ['rush times', '  times quiet', 2, '≤ 2'],
      ['backups p99', '  while one backup after the other is made [ms]', 2],
      ['backups times', '  times quiet', 2]],
    run: inAllSituations,
  },
};
