// Read marks: told to the server when a conversation is really on screen, at most every 2 s.
import type { ConversationRow, SignalParams } from "../lib/wire";
import { request } from "./request";
import { route } from "./routes";
import { conversations, patchConversation } from "./state";
import { lastSeq } from "./sync";

const AT_MOST_EVERY_MS = 2_000; // the server writes marks every 5 s; more would be noise
let last_ms = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let wanted: string | null = null;

export function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** Everything of this conversation up to its newest event has been on screen. */
function markRead(conversation: string): void {
  const row = conversations.value.get(conversation);
  const read = lastSeq(conversation);
  if (!row || read <= row.read || !isLookedAt()) {
    return;
  }
  patchConversation(conversation, { read, unread: 0 });
  wanted = conversation;
  if (timer === undefined) {
    timer = setTimeout(tell, Math.max(0, last_ms + AT_MOST_EVERY_MS - Date.now()));
  }
}

/**
 * Marks as read what stands on screen, up to event `last`. A page is at its bottom too before
 * the messages come, and once another view is shown: neither has shown anybody anything.
 */
export function markShown(conversation: string, last: number, isAtBottom: boolean): void {
  const now = route.value;
  const isShown = last > 0 && now.view === "talk" && now.conversation === conversation;
  if (isShown && isAtBottom) {
    markRead(conversation);
  }
}

function tell(): void {
  timer = undefined;
  last_ms = Date.now();
  const row = wanted === null ? undefined : conversations.value.get(wanted);
  wanted = null;
  if (row) {
    // A mark that gets lost is told again with the next one: it only ever grows.
    request("conversation.mark", { conversation: row.id, read: row.read }).catch(() => undefined);
  }
}

/** Marks that the server has not heard of: told again after a new attach. */
export function tellAgain(rows: readonly ConversationRow[]): void {
  rows.forEach((row) => {
    const read = conversations.value.get(row.id)?.read ?? 0;
    if (read > row.read) {
      request("conversation.mark", { conversation: row.id, read }).catch(() => undefined);
    }
  });
}

/** Another of one's own devices has read up to here. */
export function takeRead(signal: SignalParams & { type: "read" }): void {
  const row = conversations.value.get(signal.conversation);
  if (!row || signal.read <= row.read) {
    return;
  }
  const unread = signal.read >= lastSeq(row.id) ? 0 : row.unread;
  patchConversation(row.id, { read: signal.read, unread });
}
