// What a conversation looks like: events in, entries to draw out. Pure folding, no page, no net.
import { atOf, byOf, type Reaction, type WireEvent } from "../lib/wire";

export interface MessageEntry {
  kind: "message";
  seq: number;
  by: string | null;
  at: number;
  cid: string; // empty where the account that wrote it is gone
  text: string | null; // null: removed
  hidden: boolean;
  cover: string | null; // what it lies under until the reader opens it
  edited: boolean;
  reply_to: number | null;
  reactions: ReadonlyMap<string, Reaction>;
}

export interface NoteEntry {
  kind: "joined" | "left" | "renamed";
  seq: number;
  at: number;
  person: string | null;
  words: string; // the name of who joined, or the new title
}

export type Entry = MessageEntry | NoteEntry;

type Entries = Map<number, Entry>;

function foldSent(entries: Entries, event: WireEvent & { kind: "message.sent" }): void {
  const { data } = event;
  entries.set(event.seq, {
    kind: "message",
    seq: event.seq,
    by: event.by,
    at: event.at,
    cid: data.cid ?? "",
    text: data.removed ? null : data.text ?? null,
    hidden: false,
    cover: data.cover ?? null,
    edited: data.edited_at !== undefined,
    reply_to: data.reply_to ?? null,
    reactions: new Map(),
  });
}

function amend(entries: Entries, ref: number, change: (entry: MessageEntry) => MessageEntry) {
  const entry = entries.get(ref);
  if (entry && entry.kind === "message") {
    entries.set(ref, change(entry));
  }
}

function edited(entry: MessageEntry, text: string | undefined): MessageEntry {
  // Once removed, always removed: a later-read edit must not bring words back.
  return entry.text === null ? entry : { ...entry, text: text ?? null, edited: true };
}

function reacted(entry: MessageEntry, person: string, reaction: Reaction | null): MessageEntry {
  const reactions = new Map(entry.reactions);
  reactions.delete(person);
  if (reaction) {
    reactions.set(person, reaction);
  }
  return { ...entry, reactions };
}

function note(event: WireEvent, kind: NoteEntry["kind"], person: string | null, words: string) {
  return { kind, seq: event.seq, at: atOf(event) ?? 0, person, words };
}

function fold(entries: Entries, event: WireEvent): void {
  switch (event.kind) {
    case "message.sent":
      foldSent(entries, event);
      break;
    case "message.edited":
      amend(entries, event.data.ref, (entry) =>
        edited(entry, event.data.removed ? undefined : event.data.text));
      break;
    case "message.removed":
      amend(entries, event.data.ref, (entry) => ({ ...entry, text: null }));
      break;
    case "message.hidden":
      amend(entries, event.data.ref, (entry) => ({ ...entry, text: null, hidden: true }));
      break;
    case "message.restored":
      amend(entries, event.data.ref, (entry) =>
        ({ ...entry, text: event.data.text ?? null, hidden: event.data.text === undefined }));
      break;
    case "message.reacted":
      amend(entries, event.data.ref, (entry) =>
        reacted(entry, event.by ?? "", event.data.reaction));
      break;
    case "member.joined":
      entries.set(event.seq, note(event, "joined", event.data.person, event.data.name));
      break;
    case "member.left":
      entries.set(event.seq, note(event, "left", event.data.person, ""));
      break;
    case "conversation.changed":
      entries.set(event.seq, note(event, "renamed", byOf(event), event.data.title));
      break;
    case "membership.began":
    case "membership.ended":
    case "withheld":
      break;
  }
}

/** Entries to draw, oldest first, from events in order of seq. */
export function foldEntries(events: readonly WireEvent[]): Entry[] {
  const entries: Entries = new Map();
  for (const event of events) {
    fold(entries, event);
  }
  return Array.from(entries.values());
}

/** The part of a conversation that is in memory: without gaps from `from` to the cursor. */
export interface Log {
  events: readonly WireEvent[];
  complete: boolean; // nothing earlier can be read
}

export const EMPTY_LOG: Log = { events: [], complete: false };

export function logAppend(log: Log, events: readonly WireEvent[]): Log {
  const last = log.events[log.events.length - 1]?.seq ?? 0;
  return { ...log, events: [...log.events, ...events.filter((event) => event.seq > last)] };
}

export function logPrepend(log: Log, events: readonly WireEvent[], complete: boolean): Log {
  const first = log.events[0]?.seq ?? Infinity;
  return { events: [...events.filter((event) => event.seq < first), ...log.events], complete };
}
