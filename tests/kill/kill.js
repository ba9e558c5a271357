// The kill test: N times, kithd dies under load and is started again on the same folder.
// Zero acknowledged messages lost, zero shown twice, zero gaps, the same order for every
// client, and `kithctl check` finds nothing.
//   node kill.js N [--power]   --power: only power cuts, which drop un-synced writes
// Rounds take turns: plain kill -9 at a random moment; power cut at a random moment; death
// at a named point between the commits of keys.db and kith.db.

import { within } from '../lib/wait.js';
import { kithctl } from '../lib/server.js';
import { buildShim, shimEnv } from '../lib/shim.js';
import { KillTown } from './town.js';
import { verify } from './verify.js';

const LOAD_MS = [60, 500];
const POINT_MS = 4_000; // a named point comes up within this time or the power is cut

// Before and after each step of one batch: keys.db (rollback journal), then kith.db (WAL).
// First those between the two commits: the keys are there, what they seal is not.
const POINTS = [
  'truncate:keys.db-journal:1:after', 'truncate:keys.db-journal:1:before',
  'sync:keys.db-journal:2:after', 'sync:kith.db-wal:1:before', 'sync:kith.db-wal:1:after',
  'sync:keys.db:1:before', 'sync:keys.db:1:after', 'write:keys.db-journal:1:before',
  'sync:keys.db-journal:1:before', 'write:keys.db:1:before', 'write:keys.db:1:after',
  'write:kith.db-wal:1:before', 'write:kith.db-wal:2:after',
];

const between = ([low, high]) => low + Math.random() * (high - low);

/** How round `i` dies: {faults for the shim, point}. */
function deathOf(i, powerOnly) {
  const kind = powerOnly ? 1 + (i % 2) : i % 3;
  if (kind === 0) {
    return { name: 'kill -9', shim: false };
  }
  const keep = i % 4 < 2 ? undefined : i + 1;
  const delay = process.env.KITH_KILL_DELAY ?? (i % 2 ? 'kith.db-wal:3' : undefined);
  if (kind === 1) {
    return { name: 'power cut', shim: true, faults: { keep, delay } };
  }
  const cut = POINTS[Math.floor(i / 3) % POINTS.length];
  const plain = i % 2 ? 1 : undefined;
  return { name: `${plain ? 'kill' : 'power cut'} at ${cut}`, shim: true, point: true,
    faults: { cut, plain, keep: plain ? undefined : keep } };
}

/** Waits for the moment of death; resolves when the process is gone. */
async function die(server, death) {
  const random = new Promise((resolve) => setTimeout(resolve, between(LOAD_MS)));
  await random;
  if (death.point) {
    server.signal('SIGUSR1');
    const reached = await server.ended(POINT_MS).then(() => true, () => false);
    if (reached) {
      return true;
    }
  }
  server.signal(death.shim ? 'SIGUSR2' : 'SIGKILL');
  await server.ended();
  return false;
}

/** Beside what was verified, which says more. */
function logFaults(server) {
  try {
    server.checkLog();
    return [];
  } catch (error) {
    return [String(error.message)];
  }
}

async function playRound(kill, i, powerOnly) {
  const { server } = kill;
  const death = deathOf(i, powerOnly);
  await server.stop({ keep: true });
  await server.restart({ env: death.shim ? shimEnv(death.faults) : {} });
  await kill.attach();
  let going = true;
  const load = kill.load(() => going);
  const reached = await die(server, death);
  going = false;
  await kill.dropAll();
  await within(load, 'the load to notice');
  kithctl(server.dataDir, ['check']);
  await server.restart({ env: {} });
  await kill.attach();
  await Promise.all(kill.senders.map((s) => s.flush()));
  const faults = [...await verify(kill), ...logFaults(server)];
  return { faults, name: death.name + (death.point && !reached ? ' (not reached)' : '') };
}

export async function killTest(rounds, { powerOnly = false, stopAtFault = true } = {}) {
  buildShim();
  const kill = await KillTown.found();
  const tally = { passed: 0, failed: 0, faults: [], acked: 0, missed: 0 };
  try {
    for (let i = 0; i < rounds; i += 1) {
      const { faults, name } = await playRound(kill, i, powerOnly)
        .catch((error) => ({ faults: [String(error.stack)], name: `round ${i}` }));
      tally[faults.length ? 'failed' : 'passed'] += 1;
      tally.faults.push(...faults);
      tally.missed += name.includes('not reached') ? 1 : 0;
      tally.acked = kill.senders.reduce((sum, s) => sum + s.acked.size, 0);
      console.log(`${faults.length ? 'not ok' : 'ok'} ${i + 1} ${name}, ` +
        `${tally.acked} acknowledged so far`);
      if (faults.length && stopAtFault) {
        break;
      }
    }
    if (!tally.failed) {
      const faults = await verify(kill, { fromStart: true });
      tally[faults.length ? 'failed' : 'passed'] += 1;
      tally.faults.push(...faults);
      console.log(`${faults.length ? 'not ok' : 'ok'} everything once more from the beginning`);
      await kill.town.close();
    }
  } finally {
    if (kill.server.running) {
      await kill.server.kill9();
    }
  }
  return tally;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const rounds = Number(process.argv[2] ?? 10);
  const tally = await killTest(rounds, { powerOnly: process.argv.includes('--power') });
  console.log(`${tally.acked} messages acknowledged, ${tally.missed} named points not reached`);
  tally.faults.slice(0, 20).forEach((fault) => console.log(`  ${fault}`));
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed ? 1 : 0);
}
