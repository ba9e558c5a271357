// The highest rate that a server keeps up with: doubled until it does not, then halved in
// between. A rate is too much when it was too much twice, each time for a new server.

import { isSound, load } from './load.js';
import { withServer } from './server.js';

export const DELIVERY_MS = 100; // the p99 that still counts as keeping up
const STEPS_MOST = 12;
const HALVINGS = 3;
const CHANCES = 2;
const LEAST = 25;
const MOST = 200_000;
export const STEP = { rooms: 20, size: 50, warm: 1, for: 4, drain: 3 };

const keepsUpWith = (result) => isSound(result) && result.delivery.p99_ms < DELIVERY_MS;

/** Runs until one rate is too much; the server that it was too much for is not used again. */
async function climb(peer, next, runs) {
  await withServer(peer, {}, async (server) => {
    for (let rate = next(); rate !== null; rate = next()) {
      const result = await load(server, 'open', { ...STEP, rate });
      runs.push({ rate, keepsUp: keepsUpWith(result), result });
      if (!runs.at(-1).keepsUp) {
        return;
      }
    }
  });
}

/** Each rate that is known to be too much, or not, in the order in which they were tried. */
export function verdicts(runs) {
  return [...new Set(runs.map((run) => run.rate))].flatMap((rate) => {
    const same = runs.filter((run) => run.rate === rate);
    const keepsUp = same.some((run) => run.keepsUp);
    return keepsUp || same.length >= CHANCES ? [{ rate, keepsUp }] : [];
  });
}

/** How many were tried since one that it kept up with and one that it did not were known. */
function halvings(tried) {
  const firstThat = (keepsUp) => tried.findIndex((t) => t.keepsUp === keepsUp);
  return tried.length - 1 - Math.max(firstThat(true), firstThat(false));
}

/** The rate to try next; null when it is known well enough. */
export function nextRate(tried, first) {
  const good = Math.max(0, ...tried.filter((t) => t.keepsUp).map((t) => t.rate));
  const bad = Math.min(...tried.filter((t) => !t.keepsUp).map((t) => t.rate));
  if (tried.length === 0) {
    return first;
  }
  if (tried.length >= STEPS_MOST || bad <= LEAST || good >= MOST) {
    return null;
  }
  if (bad === Infinity) {
    return good * 2;
  }
  if (good === 0) {
    return Math.round(bad / 2);
  }
  return halvings(tried) >= HALVINGS ? null : Math.round((good + bad) / 2);
}

/** {rate, result} of the best that it kept up with; rate 0 where there was none. */
export async function highestRate(peer, first) {
  const runs = [];
  const next = () => nextRate(verdicts(runs), first);
  while (next() !== null) {
    await climb(peer, next, runs);
  }
  const best = runs.filter((run) => run.keepsUp).sort((a, b) => b.rate - a.rate)[0];
  return { rate: best?.rate ?? 0, result: best?.result,
    tried: runs.map(({ rate, keepsUp, result }) => ({ rate, keepsUp, failed: result.failed,
      lost: result.lost, p99_ms: result.delivery?.p99_ms, others: result.others_cpu_share })) };
}
