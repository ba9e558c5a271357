// The server's clock: waiting days, "today" and the moment of a call go by it, not by a phone
// that may be set wrong.
let offset_ms = 0;

/** The server has just said that it is this late. */
export function setServerTime(time_utc_ms: number, here_utc_ms = Date.now()): void {
  offset_ms = time_utc_ms - here_utc_ms;
}

export function serverNow_utc_ms(here_utc_ms = Date.now()): number {
  return here_utc_ms + offset_ms;
}
