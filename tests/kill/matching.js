// Runs of matching and kill -9: kithd dies while one is loaded, solved, stored, and just
// before and after it is shown. After each start nothing half written is seen, the run
// is done again by itself and replays to the same plan, the run before stays readable
// until then, and what was approved is as it was.
//   node kill/matching.js N [--seconds S]   --seconds: no round begins after that

import { kithctl } from '../lib/server.js';
import { Refusal } from '../lib/http.js';
import { runInList, runOver, wholeRun } from '../lib/matching.js';
import { Town } from '../lib/people.js';
import { until } from '../lib/wait.js';

const CROWD = [300, 250];
const APPROVED = 3;
const OVER_MS = 120_000;
const AROUND_MS = 25; // before and after a run is shown

const between = (low, high) => low + Math.random() * (high - low);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Where in a run, and the state in which it is meant to be found. */
const MOMENTS = [
  ['loading', 'requested', ({ stores }) => between(0, stores * 0.3)],
  ['solving', 'requested', ({ stores }) => between(stores * 0.3, stores)],
  ['storing', 'storing', ({ stores, shows }) => between(stores, shows)],
  ['showing', null, ({ shows }) => between(shows - AROUND_MS, shows + AROUND_MS)],
];
const ORDER = ['requested', 'storing', 'ready'];

/** Everything that is wrong with a run that says it is ready. */
async function shownFaults(desk, server, { run, matched, carers }) {
  const faults = [];
  const { proposals, unmatched } = await wholeRun(desk, run);
  if (proposals.length !== matched || proposals.length + unmatched.length !== carers) {
    faults.push(`half a run is shown: ${proposals.length} of ${matched} proposals, ` +
      `${unmatched.length} others, of ${carers} carers`);
  }
  const replay = JSON.parse(kithctl(server.dataDir, ['matching', 'replay', run, '--json']).stdout);
  if (!replay.same) {
    faults.push(`run ${run} replays to another plan: ${JSON.stringify(replay)}`);
  }
  return faults;
}

/** A run under way shows nothing of itself. */
async function hiddenFaults(desk, run) {
  try {
    await desk.call('matching.get', { run });
  } catch (error) {
    if (error instanceof Refusal && error.error === 'wrong_state') {
      return [];
    }
    throw error;
  }
  // It may have become ready between the two questions.
  const { state } = await runInList(desk, run);
  return state === 'ready' ? [] : [`half a run is shown: ${run} is ${state}`];
}

class Rounds {
  static async found() {
    const rounds = new Rounds();
    rounds.town = await Town.demo({ crowd: CROWD });
    ({ amara: rounds.desk } = rounds.town);
    rounds.server = rounds.town.server;
    await rounds.#measure();
    await rounds.#approve();
    return rounds;
  }

  /** How long it takes until a run is stored and shown. */
  async #measure() {
    const from = performance.now();
    const { run } = await this.desk.call('matching.run');
    await until('a run is stored',
      async () => (await runInList(this.desk, run)).state !== 'requested', OVER_MS);
    const stores = performance.now() - from;
    await runOver(this.desk, run, OVER_MS);
    this.times = { stores, shows: performance.now() - from };
    this.former = run;
  }

  async #approve() {
    const { proposals } = await this.desk.call('matching.get', { run: this.former });
    for (const { carer, supporter } of proposals.slice(0, APPROVED)) {
      await this.desk.call('matching.approve',
        { run: this.former, carer: carer.person, supporter: supporter.person });
    }
    this.matches = await this.#matches();
  }

  async #matches() {
    return JSON.stringify((await this.desk.call('matches.list')).matches);
  }

  /** Later rounds die sooner, or later, than one that missed the state it meant. */
  #learn(meant, found) {
    const late = meant ? ORDER.indexOf(found) - ORDER.indexOf(meant) : 0;
    const factor = late > 0 ? 0.7 : late < 0 ? 1.3 : 1;
    this.times = { stores: this.times.stores * factor, shows: this.times.shows * factor };
  }

  async play(i) {
    const [name, meant, moment] = MOMENTS[i % MOMENTS.length];
    const { run } = await this.desk.call('matching.run');
    await pause(moment(this.times));
    await this.server.kill9();
    await this.desk.drop().catch(() => {});
    const checked = kithctl(this.server.dataDir, ['check'], { fails: true });
    await this.server.restart();
    await this.desk.attach({ resume: true });
    const at = await runInList(this.desk, run);
    const faults = checked.code === 0 ? [] : [`kithctl check: ${checked.stdout}`];
    if (at.state !== 'ready') {
      faults.push(...await hiddenFaults(this.desk, run));
      const { state } = await runInList(this.desk, this.former);
      if (state !== 'ready' && (await runInList(this.desk, run)).state !== 'ready') {
        faults.push(`the run before is ${state} while the next one is under way`);
      }
    } else {
      faults.push(...await shownFaults(this.desk, this.server, at));
    }
    const over = await runOver(this.desk, run, OVER_MS);
    if (over.state !== 'ready') {
      faults.push(`run ${run} ends as ${over.state} ${over.failure}`);
    } else if (at.state !== 'ready') {
      faults.push(...await shownFaults(this.desk, this.server, over));
    }
    if (await this.#matches() !== this.matches) {
      faults.push('what was approved has changed');
    }
    this.#learn(meant, at.state);
    this.former = run;
    this.server.checkLog();
    return { faults, name: `killed while ${name}, found ${at.state}` };
  }
}

export async function killMatching(count, { seconds = Infinity } = {}) {
  const end = performance.now() + seconds * 1_000;
  const tally = { passed: 0, failed: 0, faults: [] };
  const rounds = await Rounds.found();
  const { stores, shows } = rounds.times;
  console.log(`a run is solved in ${stores.toFixed(0)} ms and shown after ${shows.toFixed(0)} ms`);
  try {
    for (let i = 0; i < count && performance.now() < end && !tally.failed; i += 1) {
      const { faults, name } = await rounds.play(i)
        .catch((error) => ({ faults: [String(error.stack)], name: `round ${i}` }));
      tally[faults.length ? 'failed' : 'passed'] += 1;
      tally.faults.push(...faults);
      console.log(`${faults.length ? 'not ok' : 'ok'} ${i + 1} ${name}`);
    }
    if (!tally.failed) {
      await rounds.town.close();
    }
  } finally {
    if (rounds.server.running) {
      await rounds.server.kill9();
    }
  }
  return tally;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const bound = process.argv.indexOf('--seconds');
  const tally = await killMatching(Number(process.argv[2] ?? 8),
    bound < 0 ? {} : { seconds: Number(process.argv[bound + 1]) });
  tally.faults.slice(0, 20).forEach((fault) => console.log(`  ${fault}`));
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed ? 1 : 0);
}
