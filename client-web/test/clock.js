// A clock that the test moves. Node 18 and 20 mock timers in different ways; this is enough.

export function fakeClock() {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  let waiting = [];
  let now_ms = 0;
  let nextId = 1;
  globalThis.setTimeout = (run, wait_ms = 0) => {
    waiting.push({ id: nextId, at_ms: now_ms + wait_ms, run });
    nextId += 1;
    return nextId - 1;
  };
  globalThis.clearTimeout = (id) => { waiting = waiting.filter((timer) => timer.id !== id); };
  const due = (until_ms) => waiting
    .filter((timer) => timer.at_ms <= until_ms)
    .sort((a, b) => a.at_ms - b.at_ms || a.id - b.id)[0];
  return {
    now: () => now_ms,
    tick(ms) {
      const until_ms = now_ms + ms;
      for (let timer = due(until_ms); timer; timer = due(until_ms)) {
        globalThis.clearTimeout(timer.id);
        now_ms = timer.at_ms;
        timer.run();
      }
      now_ms = until_ms;
    },
    restore: () => Object.assign(globalThis, real),
  };
}
