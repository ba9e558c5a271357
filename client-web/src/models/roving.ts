// Which row of a table has its one tab stop, and where a pressed key takes it.

const PAGE_ROWS = 10;

/** The row that a key leads to, or null where the key does not move. */
export function nextKey(
  keys: readonly string[], current: string | null, pressed: string,
): string | null {
  const last = keys.length - 1;
  const at = Math.max(0, keys.indexOf(current ?? ""));
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
    Home: 0,
    End: last,
  };
  const to = steps[pressed];
  return to === undefined ? null : keys[Math.min(last, Math.max(0, to))] ?? null;
}

/**
 * The row that keeps the tab stop when the rows change: the same one; where it is gone, the
 * first that stood below it and is still there, else the nearest above.
 */
export function keptKey(
  before: readonly string[], now: readonly string[], current: string | null,
): string | null {
  const here = new Set(now);
  if (current !== null && here.has(current)) {
    return current;
  }
  const at = before.indexOf(current ?? "");
  const below = before.slice(at + 1).find((key) => here.has(key));
  const above = before.slice(0, Math.max(0, at)).reverse().find((key) => here.has(key));
  return (at < 0 ? undefined : below ?? above) ?? now[0] ?? null;
}
