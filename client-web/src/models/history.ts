// Reading what was said earlier: the newest page when a conversation opens, older ones on demand.
import { limits } from "#protocol";
import type { HistoryPage } from "../lib/wire";
import { logPrepend } from "./log";
import { request } from "./request";
import { conversations, logOf, putPeopleOf } from "./state";
import { keepLog, lastSeq, takeEvents } from "./sync";

const PAGE = 50; // about three screens of a phone
const ABOVE_NEW = 10; // what was said before, to know what it is about
const loading = new Map<string, Promise<void>>();

function once(conversation: string, work: () => Promise<void>): Promise<void> {
  const running = loading.get(conversation);
  if (running) {
    return running;
  }
  const started = work().finally(() => loading.delete(conversation));
  loading.set(conversation, started);
  return started;
}

function isComplete(conversation: string, page: HistoryPage): boolean {
  const first = page.events[0]?.seq ?? 0;
  const floor = conversations.value.get(conversation)?.floor ?? 1;
  return page.more === false || page.events.length === 0 || first <= floor;
}

/** The newest page reaches back to what is new, so that one can begin reading there. */
function firstLimit(conversation: string): number {
  const row = conversations.value.get(conversation);
  const unread = row ? row.head - row.read : 0;
  return Math.min(limits.history_events, Math.max(PAGE, unread + ABOVE_NEW));
}

async function load(conversation: string): Promise<void> {
  const log = logOf(conversation);
  const first = log.value.events[0]?.seq;
  const bounds = first === undefined
    ? { limit: firstLimit(conversation) } : { limit: PAGE, before: first };
  const page = await request("conversation.history", { conversation, ...bounds });
  putPeopleOf(conversation, page.people);
  // What is newer than the cursor goes through the stream, so that it is applied once only.
  const last = lastSeq(conversation);
  const known = page.events.filter((event) => event.seq <= last);
  log.value = logPrepend(log.value, known, isComplete(conversation, page));
  takeEvents(conversation, page.events);
}

/** The newest page is in memory, unless the connection is away. */
export async function openLog(conversation: string): Promise<void> {
  const log = logOf(conversation).value;
  keepLog(conversation);
  if (log.events.length === 0 && !log.complete) {
    await once(conversation, () => load(conversation));
  }
}

export function loadOlder(conversation: string): Promise<void> {
  if (logOf(conversation).value.complete) {
    return Promise.resolve();
  }
  return once(conversation, () => load(conversation));
}
