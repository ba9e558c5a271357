// Measures, over loopback: send to acknowledgement and send to the other client (p50, p99),
// beside the disk's own fdatasync; memory at rest and per idle attached connection.
//   node load/latency.js [sends] [connections]

import fs from 'node:fs';
import path from 'node:path';
import { Town } from '../lib/people.js';

const SENDS = Number(process.argv[2] ?? 2_000);
const CONNECTIONS = Number(process.argv[3] ?? 500);
const SENDS_PER_SYNC = 10; // the disk is asked in between, while it is as busy as then
const WARM_UP = 100;

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const rise = (list) => [...list].sort((a, b) => a - b);

/** A function that measures one 4 KiB write and fdatasync in the data folder, in ms. */
function syncProbe(dataDir) {
  const fd = fs.openSync(path.join(dataDir, 'probe'), 'w');
  return () => {
    fs.writeSync(fd, Buffer.alloc(4096, 1), 0, 4096, 0);
    const start = performance.now();
    fs.fdatasyncSync(fd);
    return performance.now() - start;
  };
}

async function talk(june, priya, pair, probe) {
  const acks = [];
  const arrivals = [];
  const syncs = [];
  for (let i = 0; i < WARM_UP + SENDS; i += 1) {
    const text = `message ${i} ${'x'.repeat(180)}`;
    const start = performance.now();
    const heard = priya.hears('message.sent', { text })
      .then(() => performance.now() - start);
    await june.sends(text, pair);
    const ack = performance.now() - start;
    const arrival = await heard;
    priya.heard.length = 0;
    june.heard.length = 0;
    if (i >= WARM_UP) {
      acks.push(ack);
      arrivals.push(arrival);
    }
    if (i % SENDS_PER_SYNC === 0) {
      syncs.push(probe());
    }
  }
  return { acks: rise(acks), arrivals: rise(arrivals), syncs: rise(syncs) };
}

async function idleMemory(town, june) {
  const before = town.server.rssKib();
  const devices = [];
  for (let i = 0; i < CONNECTIONS; i += 1) {
    const device = await june.another();
    await device.attach();
    device.http.close();
    devices.push(device);
  }
  const after = town.server.rssKib();
  await Promise.all(devices.map((d) => d.drop()));
  return { before, each: (after - before) / CONNECTIONS };
}

const town = await Town.found();
const rest = town.server.rssKib();
const june = await town.carer('June');
const priya = await town.supporter('Priya');
const pair = await town.connects(june, priya);
await june.attach();
await priya.attach();
const { acks, arrivals, syncs } = await talk(june, priya, pair,
  syncProbe(town.server.dataDir));
const memory = await idleMemory(town, june);

const row = (name, list) => [name, ...[0.5, 0.99].map((q) => `${quantile(list, q).toFixed(3)} ms`)];
const table = [
  ['', 'p50', 'p99'],
  row('send to acknowledgement', acks),
  row('send to the other client', arrivals),
  row('fdatasync of this disk', syncs),
  ['RSS at rest', `${rest} KiB`, ''],
  ['RSS per idle attached connection', `${memory.each.toFixed(1)} KiB`, `of ${CONNECTIONS}`],
];
for (const [name, a, b] of table) {
  console.log(name.padEnd(34) + a.padStart(12) + b.padStart(14));
}
await town.close();
