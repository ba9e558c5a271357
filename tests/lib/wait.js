// Waiting without sleeping: a test names the condition or the event that it waits for
// and a deadline. Nothing here is for pacing load.

const DEADLINE_MS = Number(process.env.KITH_DEADLINE_MS ?? 15_000);
const POLL_MS = 5;

export class Deadline extends Error {}

/** The promise's value, or a Deadline naming `what` after `ms`. */
export function within(promise, what, ms = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Deadline(`not within ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The first truthy value of `condition()`, asked again until the deadline. */
export async function until(what, condition, ms = DEADLINE_MS) {
  const end = performance.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (performance.now() > end) {
      throw new Deadline(`not within ${ms} ms: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A promise with its resolve and reject outside. */
export function later() {
  const box = {};
  box.promise = new Promise((resolve, reject) => {
    box.resolve = resolve;
    box.reject = reject;
  });
  box.promise.catch(() => {}); // whoever awaits it still sees the rejection
  return box;
}
