// Entries of a log as rows to draw: days, what is new, who wrote on. Pure.
import { sameDay } from "../lib/dates";
import type { Entry, MessageEntry, NoteEntry } from "./log";

export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string }
  | { kind: "note"; key: string; entry: NoteEntry }
  | { kind: "message"; key: string; entry: MessageEntry; follows: boolean };

const FOLLOWS_WITHIN_MS = 5 * 60_000; // a second thought, not a new start

/** A message by the same person, shortly after the row above. */
function follows(entry: MessageEntry, above: Row | undefined): boolean {
  return above?.kind === "message" && above.entry.by === entry.by
    && entry.at - above.entry.at < FOLLOWS_WITHIN_MS;
}

function toRow(entry: Entry, above: Row | undefined): Row {
  const key = `e${entry.seq}`;
  return entry.kind === "message"
    ? { kind: "message", key, entry, follows: follows(entry, above) }
    : { kind: "note", key, entry };
}

/** What was there on opening: read up to `read`, written up to `head`. */
export interface Opened { read: number; head: number }

/** Not what is written while one is here; `own` messages are never new. */
function isNew(entry: Entry, { read, head }: Opened, own: string): boolean {
  return entry.kind === "message" && entry.by !== own && entry.seq > read && entry.seq <= head;
}

export function toRows(entries: readonly Entry[], opened: Opened, own: string): Row[] {
  const rows: Row[] = [];
  let day_at = -1;
  let marked = false;
  for (const entry of entries) {
    if (day_at < 0 || !sameDay(day_at, entry.at)) {
      rows.push({ kind: "day", key: `d${entry.seq}`, at: entry.at });
      day_at = entry.at;
    }
    if (!marked && isNew(entry, opened, own)) {
      rows.push({ kind: "new", key: "new" });
      marked = true;
    }
    rows.push(toRow(entry, rows[rows.length - 1]));
  }
  return rows;
}
