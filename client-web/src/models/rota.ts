// Reading a rota: what it is for, who is there now, who comes next, when nobody is. Pure.
import type { Duty } from "../lib/wire-desk";

export interface Post { part: Duty["part"]; conversation: string | null; title: string }
export interface Span { from: number; until: number }

export function postKey({ part, conversation }: Pick<Post, "part" | "conversation">): string {
  return conversation === null ? part : `${part}/${conversation}`;
}

export function dutiesFor(duties: readonly Duty[], post: Post): Duty[] {
  return duties.filter((duty) =>
    duty.part === post.part && (duty.conversation ?? null) === post.conversation);
}

/** Who is there now; of several, whoever stays longest. */
export function dutyNow(duties: readonly Duty[], now_utc_ms: number): Duty | undefined {
  return duties
    .filter(({ from, until }) => from <= now_utc_ms && until > now_utc_ms)
    .sort((a, b) => b.until - a.until)[0];
}

export function dutyNext(duties: readonly Duty[], now_utc_ms: number): Duty | undefined {
  return duties
    .filter(({ from }) => from > now_utc_ms)
    .sort((a, b) => a.from - b.from)[0];
}

/** When nobody is there between two moments. */
export function gapsOf(duties: readonly Span[], within: Span): Span[] {
  const gaps: Span[] = [];
  let free = within.from;
  const sorted = [...duties].sort((a, b) => a.from - b.from);
  for (const { from, until } of sorted) {
    if (from > free && free < within.until) {
      gaps.push({ from: free, until: Math.min(from, within.until) });
    }
    free = Math.max(free, until);
  }
  if (free < within.until) {
    gaps.push({ from: free, until: within.until });
  }
  return gaps;
}

/** The same hours so many weeks later, by the clock on the wall. */
export function weeksLater(at_utc_ms: number, weeks: number): number {
  const date = new Date(at_utc_ms);
  date.setDate(date.getDate() + 7 * weeks);
  return date.getTime();
}
