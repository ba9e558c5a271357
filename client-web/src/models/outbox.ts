// What a person has written and the server does not have yet. Pure: a list in, a list out.
// A message keeps its cid until the server has it, and never vanishes without her say.

export type OutboxState = "waiting" | "sending" | "sent" | "refused";

export interface OutboxItem {
  cid: string;
  person: string;
  conversation: string;
  text: string;
  reply_to: number | null;
  cover: string | null;
  made_utc_ms: number;
  state: OutboxState;
  not_before_utc_ms: number;
  attempts: number;
  refusal: string | null;
}

type OutboxChange = "send" | "lose" | "accept" | "refuse";

const NEXT: Record<OutboxState, Partial<Record<OutboxChange, OutboxState>>> = {
  waiting: { send: "sending", accept: "sent" },
  sending: { lose: "waiting", accept: "sent", refuse: "refused" },
  sent: {},
  refused: { accept: "sent" },
};

function advance(item: OutboxItem, change: OutboxChange, extra: Partial<OutboxItem> = {}) {
  const state = NEXT[item.state][change];
  return state ? { ...item, ...extra, state } : item;
}

function changed(
  items: readonly OutboxItem[], cid: string, change: OutboxChange,
  extra: Partial<OutboxItem> = {},
): OutboxItem[] {
  return items.map((item) => (item.cid === cid ? advance(item, change, extra) : item));
}

export function newItem(
  made: Pick<OutboxItem, "cid" | "person" | "conversation" | "text" | "reply_to" | "cover" | "made_utc_ms">,
): OutboxItem {
  return { ...made, state: "waiting", not_before_utc_ms: 0, attempts: 0, refusal: null };
}

/** Items as they are read after a reload: nothing is under way any more. */
export function restored(items: readonly OutboxItem[]): OutboxItem[] {
  return allLost(items).sort((a, b) => a.made_utc_ms - b.made_utc_ms || (a.cid < b.cid ? -1 : 1));
}

/** What to send now: the oldest of each conversation, one under way at a time, in order. */
export function toSend(items: readonly OutboxItem[], now_utc_ms: number): OutboxItem[] {
  const taken = new Set<string>();
  const ready: OutboxItem[] = [];
  for (const item of items) {
    if (item.state === "sent" || item.state === "refused" || taken.has(item.conversation)) {
      continue;
    }
    taken.add(item.conversation);
    if (item.state === "waiting" && item.not_before_utc_ms <= now_utc_ms) {
      ready.push(item);
    }
  }
  return ready;
}

/** When to look again, as a moment; null when nothing waits for a moment. */
export function nextMoment(items: readonly OutboxItem[], now_utc_ms: number): number | null {
  const later = items
    .filter((item) => item.state === "waiting" && item.not_before_utc_ms > now_utc_ms)
    .map((item) => item.not_before_utc_ms);
  return later.length === 0 ? null : Math.min(...later);
}

export function sending(items: readonly OutboxItem[], cid: string): OutboxItem[] {
  return changed(items, cid, "send");
}

/** No answer, or "later": it waits, and keeps its place. */
export function lost(items: readonly OutboxItem[], cid: string, not_before_utc_ms = 0) {
  const item = items.find((candidate) => candidate.cid === cid);
  return changed(items, cid, "lose", { not_before_utc_ms, attempts: (item?.attempts ?? 0) + 1 });
}

/** The connection is gone: whatever was under way waits. */
export function allLost(items: readonly OutboxItem[]): OutboxItem[] {
  return items.map((item) => advance(item, "lose"));
}

/** The server has it; its event will follow, and then it leaves the list. */
export function accepted(items: readonly OutboxItem[], cid: string): OutboxItem[] {
  return changed(items, cid, "accept");
}

export function refused(items: readonly OutboxItem[], cid: string, refusal: string) {
  return changed(items, cid, "refuse", { refusal });
}

export function without(items: readonly OutboxItem[], cid: string): OutboxItem[] {
  return items.filter((item) => item.cid !== cid);
}
