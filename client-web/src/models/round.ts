// The round of a meeting that is held here: whose turn it is, who comes next, and what has
// changed since it was last looked at. Pure.
import type { Meeting } from "../lib/wire";

const MINUTE_MS = 60_000;

export type Turn = NonNullable<Meeting["round"]>[number];

/** It is held here and has begun. */
export function isLive({ state }: Meeting): boolean {
  return state === "opening" || state === "round" || state === "closing";
}

export function isOver({ state }: Meeting): boolean {
  return state === "over" || state === "cancelled";
}

/** Its time is over, whatever became of it: nobody can come to it any more. */
export function hasPassed({ at, minutes }: Meeting, now_utc_ms: number): boolean {
  return at + minutes * MINUTE_MS <= now_utc_ms;
}

export function liveOf(coming: readonly Meeting[] | undefined): Meeting | undefined {
  return coming?.find(isLive);
}

/** What has become of somebody's turn; undefined: she is not in the round. */
export function turnOf({ round }: Meeting, person: string | undefined): Turn["turn"] | undefined {
  return round?.find((one) => one.person === person)?.turn;
}

/** Who comes next: the first who waits. */
export function nextOf({ round }: Meeting): Turn | undefined {
  return round?.find(({ turn }) => turn === "waiting");
}

/** How many come before somebody who waits; whoever has the turn counts. */
export function beforeOf({ round }: Meeting, person: string | undefined): number {
  const left = (round ?? []).filter(({ turn }) => turn === "waiting" || turn === "now");
  return Math.max(0, left.findIndex((one) => one.person === person));
}

export type RoundNews =
  | { what: "began" } | { what: "yours" } | { what: "turn"; name: string } | { what: "all_had" }
  | { what: "closing" } | { what: "over" };

/** What is to be said of one and the same meeting, looked at twice; null: nothing. */
export function newsOf(
  before: Meeting | undefined, now: Meeting | undefined, self: string | undefined,
): RoundNews | null {
  if (before && isLive(before) && (!now || isOver(now))) {
    return { what: "over" };
  }
  if (!now || !isLive(now)) {
    return null;
  }
  if (now.state !== before?.state && now.state !== "round") {
    return { what: now.state === "closing" ? "closing" : "began" };
  }
  if (now.state !== "round" || now.turn?.person === before?.turn?.person) {
    return null;
  }
  if (!now.turn) {
    return { what: "all_had" };
  }
  return now.turn.person === self
    ? { what: "yours" } : { what: "turn", name: now.turn.name };
}
