// Kith and its peers, one after the other on this machine, with the same work from the
// same generator; docs/performance.md says what is measured and how.
//   PEERS=kith,ws WORK=closed,pairs ROUNDS=1 node bench/bench.js
//   STORED=100000 WORK=stored node bench/bench.js      with fewer messages stored
//   FROM=a.ndjson,b.ndjson node bench/bench.js   prints what was measured before
//   BENCH_WRAP='flock FILE'   under which each run of the generator stands

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../lib/traffic.js';
import { syncMs } from './run/disk.js';
import { PEERS } from './run/server.js';
import { goals, keptIn, median, remarks, table } from './run/table.js';
import { WORKS } from './run/work.js';

const RESULTS = path.join(ROOT, 'build/bench/results.ndjson');
const MINUTES_MOST = 240;

function chosen(variable, names) {
  const wanted = (process.env[variable] || names.join(',')).split(',');
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`${variable}: ${unknown} is none of ${names.join(', ')}`);
  }
  return wanted;
}

const peers = chosen('PEERS', PEERS.map((p) => p.name))
  .map((name) => PEERS.find((p) => p.name === name));
const works = chosen('WORK', Object.keys(WORKS)).map((name) => [name, WORKS[name]]);
const rounds = Number(process.env.ROUNDS || 3);

const isOfKithAlone = ([, work]) => work.peers?.join() === 'kith';
const takesPart = (peer, work) => !work.peers || work.peers.includes(peer.name);

function aboutMinutes(ready) {
  const seconds = works.reduce((sum, [, work]) => {
    const count = ready.filter((p) => takesPart(p, work)).length;
    return sum + (count > 0 ? work.once ?? 0 : 0) + rounds * work.seconds * count;
  }, 0);
  return Math.ceil(seconds / 60);
}

async function measure(round, [work, { run }], peer, known) {
  const entry = { at: new Date().toISOString(), round, peer: peer.name, work, sync_ms: syncMs() };
  try {
    Object.assign(entry, await run(peer, known));
  } catch (err) {
    entry.failed = err.message;
  }
  fs.appendFileSync(RESULTS, `${JSON.stringify(entry)}\n`);
  console.error(`${round} ${work.padEnd(12)} ${peer.name.padEnd(10)} ` +
    `${entry.failed ?? JSON.stringify(entry.values)} ${entry.faults?.join(', ') ?? ''}`);
  return entry;
}

/** Peer after peer for each kind of work, all of it again in each round. */
async function allRounds(ready) {
  const until = performance.now() + MINUTES_MOST * 60_000;
  const entries = [];
  for (let round = 1; round <= rounds; round += 1) {
    const known = new Map(ready.map((peer) => [peer, {}]));
    for (const work of works) {
      for (const peer of ready.filter((p) => takesPart(p, work[1]))) {
        if (performance.now() > until) {
          console.error(`stopped after ${MINUTES_MOST} minutes`);
          return entries;
        }
        const entry = await measure(round, work, peer, known.get(peer));
        known.get(peer)[work[0]] = entry.values;
        entries.push(entry);
      }
    }
  }
  return entries;
}

function aboutMachine() {
  const commit = execFileSync('git', ['-C', ROOT, 'rev-parse', '--short', 'HEAD'],
    { encoding: 'utf8' }).trim();
  return `commit ${commit}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ` +
    `Linux ${os.release()}, Node ${process.version}`;
}

async function measureAll(ready) {
  fs.mkdirSync(path.dirname(RESULTS), { recursive: true });
  fs.writeFileSync(RESULTS, `${JSON.stringify({ machine: aboutMachine(), rounds })}\n`);
  console.error(`about ${aboutMinutes(ready)} minutes, ${MINUTES_MOST} at most; ` +
    `each figure goes to ${path.relative(process.cwd(), RESULTS)}`);
  return allRounds(ready);
}

function print(shown, entries) {
  const syncs = entries.map((e) => e.sync_ms);
  const [most, least] = [Math.max(...syncs), Math.min(...syncs)].map((ms) => ms.toFixed(2));
  console.log(`${aboutMachine()}; medians (least–most) of ` +
    `${new Set(entries.map((e) => e.round)).size} rounds; fdatasync of this disk ` +
    `${median(syncs).toFixed(2)} ms (${least}–${most})\n`);
  const compared = works.filter((work) => !isOfKithAlone(work));
  const alone = shown.some((peer) => peer.name === 'kith') ? works.filter(isOfKithAlone) : [];
  [compared.length > 0 && table(shown, compared, entries),
    alone.length > 0 && goals(alone, entries)].filter(Boolean)
    .forEach((text) => console.log(`${text}\n`));
}

const missing = peers.map((peer) => [peer, peer.missing()]).filter(([, why]) => why);
const ready = peers.filter((peer) => !missing.some(([p]) => p === peer));
const entries = process.env.FROM
  ? process.env.FROM.split(',').flatMap(keptIn) : await measureAll(ready);
print(process.env.FROM ? peers : ready, entries);
missing.forEach(([peer, why]) => console.log(`${peer.name}: not built: ${why}`));
remarks(entries).forEach((words) => console.log(words));
