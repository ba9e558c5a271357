// Keeps every conversation in step with the server: attach, live events, holes, inbox.
import type {
  AttachResult, ConversationRow, Results, StreamBatch, WireEvent,
} from "../lib/wire";
import { logAppend } from "./log";
import { request } from "./request";
import { applyToRow, nameStrangers } from "./row-changes";
import {
  conversations, dropConversation, forgetLog, link, logOf, me, openGroups, putConversation, putPeople,
  putPeopleOf,
} from "./state";
import { Stream } from "./stream";

const streams = new Map<string, Stream>();
const opened = new Set<string>(); // conversations whose log is kept: looked at since sign-in
const filling = new Set<string>();

/** Called with every event that is applied in order; views and the outbox listen. */
export type Listener = (conversation: string, event: WireEvent) => void;
const listeners: Listener[] = [];

export function onEvent(listener: Listener): void {
  listeners.push(listener);
}

export function clearSync(): void {
  streams.clear();
  opened.clear();
  filling.clear();
}

export function resumeCursors(): Record<string, [string, number]> {
  const cursors: Record<string, [string, number]> = {};
  streams.forEach((stream, id) => { cursors[id] = [stream.epoch, stream.last]; });
  return cursors;
}

export function lastSeq(conversation: string): number {
  return streams.get(conversation)?.last ?? 0;
}

export function keepLog(conversation: string): void {
  opened.add(conversation);
}

function takeRow(row: ConversationRow): void {
  const stream = streams.get(row.id);
  const known = conversations.value.get(row.id);
  const { resync, ...rest } = row;
  if (!stream) {
    streams.set(row.id, new Stream(row.epoch, row.head));
  } else if (resync || stream.epoch !== row.epoch) {
    stream.reset(row.epoch, row.head);
    forgetLog(row.id);
  } else if (known && known.read > row.read) {
    // The server writes read marks with a delay: what was read here stays read.
    rest.read = known.read;
    rest.unread = known.read >= row.head ? 0 : Math.min(known.unread, row.unread);
  }
  putConversation(rest);
}

export function takeAttach(result: AttachResult): void {
  me.value = {
    person: result.person,
    roles: result.roles,
    areas: result.areas,
    organisation: result.organisation.name,
  };
  putPeople(result.people);
  result.gone.forEach(forgetConversation);
  result.conversations.forEach(takeRow);
}

function forgetConversation(id: string): void {
  streams.delete(id);
  opened.delete(id);
  dropConversation(id);
}

/** Reads the conversations that attach did not name, and the groups one may join. */
export async function refreshList(): Promise<void> {
  let after: string | undefined;
  for (let more = true; more;) {
    const page: Results["conversation.list"] =
      await request("conversation.list", after ? { after } : {});
    putPeople(page.people);
    // What is known already is kept in step by its events: this only adds.
    page.conversations.filter((row) => !streams.has(row.id)).forEach(takeRow);
    if (!after) {
      openGroups.value = page.open;
    }
    after = page.conversations[page.conversations.length - 1]?.id;
    more = page.more === true && after !== undefined;
  }
}

export function takeBatches(batches: readonly StreamBatch[]): void {
  for (const batch of batches) {
    const stream = streams.get(batch.conversation);
    if (stream && stream.epoch === batch.epoch) {
      apply(batch.conversation, stream.offer(batch.events));
      void fillHole(batch.conversation);
    }
  }
}

/** Live events and those read from history take the same way in. */
export function takeEvents(conversation: string, events: readonly WireEvent[]): void {
  const stream = streams.get(conversation);
  if (stream) {
    apply(conversation, stream.offer(events));
  }
}

function apply(conversation: string, events: readonly WireEvent[]): void {
  if (events.length === 0) {
    return;
  }
  if (opened.has(conversation)) {
    const log = logOf(conversation);
    log.value = logAppend(log.value, events);
  }
  events.forEach((event) => {
    applyToRow(conversation, event);
    applyFromInbox(event);
    listeners.forEach((listener) => listener(conversation, event));
  });
  void nameStrangers(conversation, events);
}

function applyFromInbox(event: WireEvent): void {
  if (event.kind === "membership.ended") {
    forgetConversation(event.data.conversation);
  } else if (event.kind === "membership.began" && !streams.has(event.data.conversation)) {
    const { conversation, kind, title, epoch, floor } = event.data;
    const before = floor - 1;
    takeRow({
      id: conversation, kind, title, epoch, floor, head: before, read: before,
      unread: 0, last_at: event.at,
    });
  }
}

async function fillHole(conversation: string): Promise<void> {
  const stream = streams.get(conversation);
  const hole = stream?.hole();
  if (!stream || !hole || filling.has(conversation) || link.value !== "live") {
    return;
  }
  filling.add(conversation);
  try {
    const bounds = { conversation, after: hole.after, limit: 100 };
    const page = await request("conversation.history", bounds);
    putPeopleOf(conversation, page.people);
    apply(conversation, stream.offer(page.events.filter((event) => event.seq < hole.before)));
    filling.delete(conversation);
    if (page.events.length > 0) {
      void fillHole(conversation);
    }
  } catch {
    filling.delete(conversation); // the next event, or the next attach, tries again
  }
}
