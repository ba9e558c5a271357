// What a message costs, and an old page, when much is stored already: STORED messages, by
// default ten million.

import fs from 'node:fs';
import path from 'node:path';
import { load } from '../load.js';
import { THOUSAND, withServer } from '../server.js';
import { figures, GROUPS, together } from './measure.js';

const STORED = Number(process.env.STORED || 10_000_000);
const LEAST = 10_000; // so that each of 20 groups has more than BEHIND
const BEHIND = 200;
const PER_S_MADE = 40_000;
const WAL_LOOK_MS = 100;
const MIB = 1_048_576;

const FULL = { ...THOUSAND, pairs: 0, messages: STORED, inPlace: true };
const TALK = { ...GROUPS, window: 4, warm: 1, for: 5 };
const READ = { rooms: 4, size: 1, apart: 250, page: 50, warm: 1, for: 5 };
const RESUME = { ...GROUPS, resume: 1, behind: BEHIND, 'at-once': 4, warm: 1, for: 5 };

const messageUs = (r) => 1e6 * r.cpu_share / r.acked_per_s;

/** What `work` gives, and how large the WAL was at most meanwhile. */
async function watchingWal(dataDir, work) {
  let most = 0;
  const look = () => {
    const stat = fs.statSync(path.join(dataDir, 'kith.db-wal'), { throwIfNoEntry: false });
    most = Math.max(most, stat?.size ?? 0);
  };
  const timer = setInterval(look, WAL_LOOK_MS);
  try {
    const runs = await work();
    look();
    return [...runs, { values: { 'WAL MiB': most / MIB }, faults: [], lines: [] }];
  } finally {
    clearInterval(timer);
  }
}

async function talk(server, name) {
  return figures('closed', await load(server, 'closed', TALK),
    (r) => ({ [`${name}/s`]: r.acked_per_s, [`${name} us`]: messageUs(r) }));
}

async function read(server) {
  return figures('history', await load(server, 'history', READ),
    (r) => ({ 'page p50': r.ack.p50_ms, 'page p99': r.ack.p99_ms }));
}

async function resume(server) {
  return figures('attach', await load(server, 'attach', RESUME),
    (r) => ({ 'resume p50': r.ack.p50_ms, 'resume p99': r.ack.p99_ms }));
}

async function run(peer) {
  if (!(STORED >= LEAST)) {
    throw new Error(`STORED is at least ${LEAST}`);
  }
  const empty = await withServer(peer, {}, (server) => talk(server, 'empty'));
  const full = await withServer(peer, { crowd: FULL }, (server) =>
    watchingWal(server.dataDir, async () =>
      [await talk(server, 'full'), await read(server), await resume(server)]));
  const all = together([empty, ...full]);
  return { ...all,
    values: { ...all.values, 'times us': all.values['full us'] / all.values['empty us'] } };
}

const words = STORED.toLocaleString('en-GB');

export const stored = {
  stored: {
    seconds: 45,
    once: Math.ceil(STORED / PER_S_MADE),
    peers: ['kith'],
    rows: [['empty/s', 'nothing stored: 20 groups of 50, 4 unanswered each: answered [1/s]', 0],
      ['full/s', `${words} messages stored: the same [1/s]`, 0],
      ['empty us', 'nothing stored: server CPU per message [us]', 0],
      ['full us', `${words} stored: server CPU per message [us]`, 0],
      ['times us', '  times as much as with nothing stored', 2],
      ['page p50', `${words} stored: a page of 50, anywhere, 4 at once, p50 [ms]`, 2],
      ['page p99', `${words} stored: a page of 50, anywhere, 4 at once, p99 [ms]`, 2],
      ['resume p50', `${words} stored: come back ${BEHIND} behind, 4 at once, p50 [ms]`, 2],
      ['resume p99', `${words} stored: come back ${BEHIND} behind, 4 at once, p99 [ms]`, 2],
      ['WAL MiB', 'the WAL meanwhile, at most [MiB]', 1, '≤ 64']],
    run,
  },
};
