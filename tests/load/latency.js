// Measures, over loopback: send to acknowledgement and send to the other client (p50, p99),
// beside the disk's own fdatasync; memory at rest and per idle attached connection.
//   node load/latency.js [sends] [connections]

import fs from 'node:fs';
import path from 'node:path';
import { Town } from '../lib/people.js';

const SENDS = Number(process.argv[2] ?? 2_000);
const CONNECTIONS = Number(process.argv[3] ?? 500);
const SYNCS = 200;
const WARM_UP = 100;

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const rise = (list) => [...list].sort((a, b) => a - b);

/** Milliseconds of one small write and fdatasync in the data folder. */
function syncTimes(dataDir) {
  const file = path.join(dataDir, 'probe');
  const fd = fs.openSync(file, 'w');
  const times = [];
  for (let i = 0; i < SYNCS; i += 1) {
    fs.writeSync(fd, Buffer.alloc(4096, i), 0, 4096, 0);
    const start = performance.now();
    fs.fdatasyncSync(fd);
    times.push(performance.now() - start);
  }
  fs.closeSync(fd);
  fs.rmSync(file);
  return rise(times);
}

async function talk(june, priya, pair) {
  const acks = [];
  const arrivals = [];
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
  }
  return { acks: rise(acks), arrivals: rise(arrivals) };
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
const { acks, arrivals } = await talk(june, priya, pair);
const syncs = syncTimes(town.server.dataDir);
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
