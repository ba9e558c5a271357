// Why one cannot write in a group just now, if one cannot. Pure.
import type { Group } from "../lib/wire";

export type Gate = "agreement" | "muted" | "closed";

/** Null: one may write, as far as it is known. */
export function gateOf(group: Group | undefined, now_utc_ms: number): Gate | null {
  if (!group || !group.member) {
    return null;
  }
  if (!group.accepted && !group.can.includes("write")) {
    return "agreement";
  }
  if (group.muted_until !== undefined && group.muted_until > now_utc_ms) {
    return "muted";
  }
  return group.is_open ? null : "closed";
}
