// Moments as people say them.
import { words } from "../strings";
import { serverNow_utc_ms } from "./clock";

const DAY_MS = 86_400_000;
const clock = new Intl.DateTimeFormat(words.language, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(words.language, { weekday: "long" });
const full = new Intl.DateTimeFormat(
  words.language, { weekday: "long", day: "numeric", month: "long" });
const withYear = new Intl.DateTimeFormat(
  words.language, { day: "numeric", month: "long", year: "numeric" });

function dayStart_ms(at_utc_ms: number): number {
  const date = new Date(at_utc_ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function daysAgo(at_utc_ms: number, now_utc_ms: number): number {
  return Math.round((dayStart_ms(now_utc_ms) - dayStart_ms(at_utc_ms)) / DAY_MS);
}

export function sameDay(a_utc_ms: number, b_utc_ms: number): boolean {
  return dayStart_ms(a_utc_ms) === dayStart_ms(b_utc_ms);
}

export function timeWords(at_utc_ms: number): string {
  return clock.format(at_utc_ms);
}

/** A day inside a sentence: "Monday 3 March", with the year when it is another one. */
export function dateWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  const sameYear = new Date(at_utc_ms).getFullYear() === new Date(now_utc_ms).getFullYear();
  return (sameYear ? full : withYear).format(at_utc_ms);
}

/** A day with its time: "Monday 3 March, 14:05". */
export function momentWords(at_utc_ms: number): string {
  return words.dayAt(dateWords(at_utc_ms), timeWords(at_utc_ms));
}

/** "Today", "Yesterday", "Monday 3 March", or with the year when it is another one. */
export function dayWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  const days = daysAgo(at_utc_ms, now_utc_ms);
  if (days === 0) {
    return words.today;
  }
  if (days === 1) {
    return words.yesterday;
  }
  return dateWords(at_utc_ms, now_utc_ms);
}

/** Short, for lists: a time today, else a day. */
export function whenWords(at_utc_ms: number, now_utc_ms = serverNow_utc_ms()): string {
  const days = daysAgo(at_utc_ms, now_utc_ms);
  if (days === 0) {
    return timeWords(at_utc_ms);
  }
  return days > 1 && days < 7 ? weekday.format(at_utc_ms) : dayWords(at_utc_ms, now_utc_ms);
}
