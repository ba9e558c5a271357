// When and whether to connect again. Pure: the caller owns clock, chance and timers.

export const RECONNECT = {
  base_ms: 500, // first wait is at most this: a lift door, a tunnel
  cap_ms: 30_000, // a phone that is back should not wait longer than this
  silence_ms: 35_000, // the server's heartbeat comes after 25 s of silence, plus a slow network
} as const;

/** Full jitter (Brooker 2015): anywhere between 0 and the doubled, capped wait. */
export function backoff_ms(attempt: number, random: number): number {
  const doubled = RECONNECT.base_ms * 2 ** Math.min(attempt, 16);
  return Math.round(random * Math.min(RECONNECT.cap_ms, doubled));
}

export type AfterClose =
  | { kind: "reconnect"; wait_ms: number | null }
  | { kind: "signed_out" }
  | { kind: "suspended" }
  | { kind: "update_needed" };

function afterMs(reason: string): number | null {
  const found = /(?:^|[\s;])after_ms=(\d{1,6})(?:$|[\s;])/.exec(reason);
  return found ? Number(found[1]) : null;
}

/** What a close code asks for: 4500-4999 never reconnect by themselves. */
export function afterClose(code: number, reason: string): AfterClose {
  if (code === 4500) {
    return { kind: "signed_out" };
  }
  if (code === 4502) {
    return { kind: "suspended" };
  }
  if (code >= 4500 && code <= 4999) {
    return { kind: "update_needed" };
  }
  return { kind: "reconnect", wait_ms: afterMs(reason) };
}
