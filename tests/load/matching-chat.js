// What chat feels of matching: 200 messages a second flow all the time, with a run over
// 2,000 carers and 2,000 supporters and without one, in turns. Measures send to
// acknowledgement over loopback, and says how much turns of one kind differ by
// themselves.
//   node load/matching-chat.js [rounds] [people]

import { setTimeout as wait } from 'node:timers/promises';
import { Town } from '../lib/people.js';

const ROUNDS = Number(process.argv[2] ?? 5);
const PEOPLE = Number(process.argv[3] ?? 2_000);
const SENDS_PER_S = 200;
const WARM_UP_MS = 2_000;
const QUIET_MS = 4_000;
const RUN_MS = 120_000;
const ASK_MS = 250;
const SLOW_MS = 200;
const CALM_MS = 10;

const quantile = (list, q) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
};
const ms = (value) => `${value.toFixed(2)} ms`.padStart(10);

/** Sends by the clock, not by the answers: who waits for one does not hold up the next. */
class Chatter {
  constructor(town, people, conversation) {
    Object.assign(this, { town, people, conversation, sent: 0, acks: [], busy: [], going: true });
    this.failure = null;
  }

  async #send(device) {
    const start = performance.now();
    try {
      await device.sends(`message ${this.sent} ${'x'.repeat(180)}`, this.conversation);
    } catch (error) {
      this.failure ??= error.error === 'busy' ? null : error;
      this.busy.push(start);
      return;
    }
    device.heard.length = 0;
    this.acks.push({ start, took: performance.now() - start });
  }

  async flow() {
    const from = performance.now();
    const open = new Set();
    while (this.going) {
      const due = from + this.sent * 1_000 / SENDS_PER_S;
      const early = due - performance.now();
      if (early > 0) {
        await wait(early);
      }
      const one = this.#send(this.people[this.sent % this.people.length]);
      open.add(one);
      one.finally(() => open.delete(one));
      this.sent += 1;
    }
    await Promise.all(open);
    if (this.failure) {
      throw this.failure;
    }
  }

  /** How long those took that were sent from `from` to `to`. */
  between(from, to) {
    return this.acks.filter(({ start }) => start >= from && start < to).map((a) => a.took);
  }
}

/** One run from the button to its end; answers how it went. Asks seldom: that is load. */
async function runOnce(amara) {
  const { run } = await amara.call('matching.run');
  const deadline = performance.now() + RUN_MS;
  for (;;) {
    await wait(ASK_MS);
    const { runs } = await amara.call('matching.runs');
    amara.heard.length = 0;
    const found = runs.find((r) => r.run === run);
    if (found.finished_at !== undefined) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error(`run ${run} is not finished`);
    }
  }
}

const town = await Town.demo({ crowd: [PEOPLE, PEOPLE] });
const june = await town.demoPerson('june');
const priya = await town.demoPerson('priya');
await june.attach();
await priya.attach();
const pair = [...june.conversations.values()].find((c) => c.kind === 'pair').id;
const chatter = new Chatter(town, [june, priya], pair);
const begunAt = performance.now();
const flowing = chatter.flow();
do { // what was due while nobody ran the server is done first
  await wait(WARM_UP_MS);
} while (quantile(chatter.acks.slice(-SENDS_PER_S).map((a) => a.took), 0.9) > CALM_MS);
await runOnce(town.amara);

const spans = { without: [], with: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  const quiet = performance.now();
  await wait(QUIET_MS);
  const begun = performance.now();
  const run = await runOnce(town.amara);
  const ended = performance.now();
  await wait(500); // the last answers of the turn
  spans.without.push(chatter.between(quiet, begun));
  spans.with.push(chatter.between(begun, ended));
  console.log(`run ${round + 1}: ${run.state}, ${run.matched} of ${run.carers} carers ` +
    `matched with ${run.supporters} supporters in ${((ended - begun) / 1_000).toFixed(1)} s`);
}
chatter.going = false;
await flowing;

console.log(`\n${'send to acknowledgement'.padEnd(26)}       p50       p99     sends`);
for (const [kind, list] of Object.entries(spans)) {
  list.forEach((span, i) => console.log(`  ${`${kind} a run, turn ${i + 1}`.padEnd(24)}` +
    `${ms(quantile(span, 0.5))}${ms(quantile(span, 0.99))}${String(span.length).padStart(10)}`));
}
for (const { start, took } of chatter.acks.filter((a) => a.took > SLOW_MS).slice(0, 10)) {
  console.log(`  slow: ${took.toFixed(0)} ms, ${((start - begunAt) / 1_000).toFixed(1)} s after ` +
    'the first');
}
console.log(`  ${chatter.busy.length} refused because too many were under way`);
const all = Object.fromEntries(Object.entries(spans).map(([k, list]) => [k, list.flat()]));
for (const [kind, list] of Object.entries(all)) {
  console.log(`${`all ${kind} a run`.padEnd(26)}${ms(quantile(list, 0.5))}` +
    `${ms(quantile(list, 0.99))}${String(list.length).padStart(10)}`);
}
const move = (q) => (100 * (quantile(all.with, q) / quantile(all.without, q) - 1)).toFixed(0);
const p99s = spans.without.map((span) => quantile(span, 0.99));
console.log(`p50 moved by ${move(0.5)} %, p99 by ${move(0.99)} %; p99 without a run was ` +
  `between ${ms(Math.min(...p99s)).trim()} and ${ms(Math.max(...p99s)).trim()} by itself`);
await town.close();
