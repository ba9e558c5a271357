// Whether looking through for words of risk keeps up with talk: 200 messages a second of
// the corpus, in the mixture that it has, over pairs and a group. Says how far the scan
// fell behind at most, and how long after the last message all were looked through.
//   node load/scan.js [seconds] [messages a second]

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Town } from '../lib/people.js';
import { ROOT } from '../lib/traffic.js';

const SECONDS = Number(process.argv[2] ?? 15);
const SENDS_PER_S = Number(process.argv[3] ?? 200);
const PAIRS = 12;
const ASK_MS = 250;
const DRAIN_MS = 60_000;
const BEHIND_MAX_S = 5; // of talk: a card of help still seems to come at once

function corpus() {
  const folder = path.join(ROOT, 'protocol', 'risk', 'corpus');
  return fs.readdirSync(folder).filter((name) => name.startsWith('c-') && name.endsWith('.tsv'))
    .flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => line.split('\t')[1]);
}

async function found() {
  const town = await Town.found();
  const grace = await town.invites(town.ada, 'Grace', 'safeguarding_lead', null);
  const talks = [];
  for (let i = 0; i < PAIRS; i += 1) {
    const carer = await town.carer(`June${i}`);
    talks.push([carer, await town.connects(carer, await town.supporter(`Priya${i}`))]);
    await carer.attach();
  }
  return { town, grace, talks };
}

async function main() {
  const { town, grace, talks } = await found();
  const texts = corpus();
  const scanned = async () => (await grace.call('rules.list')).messages;
  const total = SECONDS * SENDS_PER_S;
  let sent = 0;
  let most = 0;
  let going = true;
  const watch = (async () => {
    while (going) {
      const before = sent;
      most = Math.max(most, before - await scanned());
      await wait(ASK_MS);
    }
  })();
  const from = performance.now();
  const open = new Set();
  for (let i = 0; i < total; i += 1) {
    const early = from + i * 1_000 / SENDS_PER_S - performance.now();
    if (early > 0) {
      await wait(early);
    }
    const [carer, pair] = talks[i % talks.length];
    const one = carer.sends(texts[i % texts.length], pair).then(() => {
      sent += 1;
      carer.heard.length = 0;
    });
    open.add(one);
    one.finally(() => open.delete(one));
  }
  await Promise.all(open);
  const end = performance.now();
  going = false;
  await watch;
  while (await scanned() < total && performance.now() - end < DRAIN_MS) {
    await wait(ASK_MS);
  }
  const drained_s = (performance.now() - end) / 1_000;
  const left = total - await scanned();
  const { alerts, waiting } = await grace.call('alerts.list');
  console.log(`${total} messages at ${(total / ((end - from) / 1_000)).toFixed(0)} a second; ` +
    `behind by ${most} at most; all looked through ${drained_s.toFixed(1)} s after the last; ` +
    `${waiting} alerts of ${alerts.reduce((sum, a) => sum + a.messages, 0)} messages`);
  await town.close();
  if (left > 0 || most > BEHIND_MAX_S * SENDS_PER_S) {
    console.log(`the scan does not keep up: ${left} not looked through`);
    process.exitCode = 1;
  }
}

await main();
