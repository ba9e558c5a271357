// Moments to come, as people say them: "tonight at 22:00", "tomorrow at 10:00".
import { groupWords } from "../strings-group";
import { serverNow_utc_ms } from "./clock";
import { dateWords, sameDay, timeWords } from "./dates";

const EVENING_HOUR = 18;
const DAY_MS = 86_400_000;

function isTomorrow(at_utc_ms: number, now_utc_ms: number): boolean {
  const noon = new Date(now_utc_ms).setHours(12, 0, 0, 0);
  // From noon on, a day later is tomorrow also where the clocks change.
  return sameDay(at_utc_ms, noon + DAY_MS);
}

/** The day of a moment: "today", "tonight", "tomorrow", "Thursday 26 November". */
export function soonDay(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  if (sameDay(at_utc_ms, now_utc_ms)) {
    return new Date(at_utc_ms).getHours() >= EVENING_HOUR ? groupWords.tonight : groupWords.today;
  }
  return isTomorrow(at_utc_ms, now_utc_ms) ? groupWords.tomorrow : dateWords(at_utc_ms, now_utc_ms);
}

/** "tonight at 22:00" */
export function soonWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  return groupWords.dayTime(soonDay(at_utc_ms, now_utc_ms), timeWords(at_utc_ms));
}

/** The end of what goes on now: "13:00", on another day "tomorrow at 08:00". */
export function untilWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  return sameDay(at_utc_ms, now_utc_ms) ? timeWords(at_utc_ms) : soonWords(at_utc_ms, now_utc_ms);
}

/** "tonight from 22:00" */
export function fromWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  return groupWords.dayFrom(soonDay(at_utc_ms, now_utc_ms), timeWords(at_utc_ms));
}

/** "tonight from 22:00 until tomorrow at 08:00"; on one day the day is named once. */
export function spanWords(from_utc_ms: number, until_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  const until = sameDay(from_utc_ms, until_utc_ms)
    ? timeWords(until_utc_ms) : soonWords(until_utc_ms, now_utc_ms);
  return groupWords.span(fromWords(from_utc_ms, now_utc_ms), until);
}
