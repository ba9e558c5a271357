// How long is left of a promise, in words.
import { careDeskWords } from "../strings-care-desk";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "in 3 hours", "20 minutes late": whole units, rounded so that nobody is promised too much. */
export function countdown(due_utc_ms: number, now_utc_ms: number): string {
  const left = due_utc_ms - now_utc_ms;
  const far = Math.abs(left);
  const round = left >= 0 ? Math.floor : Math.ceil;
  const amount = far >= 2 * DAY_MS
    ? careDeskWords.days(round(far / DAY_MS))
    : far >= HOUR_MS
      ? careDeskWords.hours(round(far / HOUR_MS))
      : careDeskWords.minutes(round(far / MINUTE_MS));
  return left >= 0 ? careDeskWords.left(amount) : careDeskWords.late(amount);
}
