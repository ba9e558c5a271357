// Cards of help that came for what one has written: shown beside it until one closes them. They
// come through the inbox, so that each of one's devices has them; closing is for this device.
import { effect } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import { keep, kept } from "../lib/idb";
import type { WireEvent } from "../lib/wire";
import { careWords } from "../strings-care";
import { request } from "./request";
import { cardKey, closedCards, conversations, helpCards, link, me, say } from "./state";
import { onEvent } from "./sync";

const SHOWN_MS = 3 * 86_400_000; // later than that it would surprise more than help
const INBOX_PAGE = 100; // the newest of one's inbox: more than three days bring

let closed = new Map<string, number>(); // up to which message
let arrived = ""; // the card that came just now, while one was here

/** Puts the card there, unless it or a later one of its kind was closed here; true when new. */
function take(event: WireEvent): boolean {
  if (event.kind !== "help.card" || serverNow_utc_ms() - event.at > SHOWN_MS) {
    return false;
  }
  const { conversation, seq, card } = event.data;
  const key = cardKey(conversation, card);
  const known = Math.max(closed.get(key) ?? 0, helpCards.value.get(key) ?? 0);
  if (seq <= known) {
    return false;
  }
  helpCards.value = new Map(helpCards.value).set(key, seq);
  return true;
}

function inboxOf(): string | undefined {
  return Array.from(conversations.value.values()).find((row) => row.kind === "inbox")?.id;
}

/** Cards that came while this device was away, or before it was signed in. */
async function loadCards(person: string): Promise<void> {
  const prefix = closedCards(person);
  closed = new Map();
  (await kept<number>(prefix)).forEach((seq, key) => closed.set(key.slice(prefix.length), seq));
  const conversation = inboxOf();
  if (conversation) {
    const page = await request("conversation.history", { conversation, limit: INBOX_PAGE });
    page.events.forEach(take);
  }
}

export function closeCard(key: string): void {
  const rest = new Map(helpCards.value);
  const seq = rest.get(key) ?? 0;
  closed.set(key, seq);
  rest.delete(key);
  helpCards.value = rest;
  const person = me.value?.person;
  if (person) {
    void keep(`${closedCards(person)}${key}`, seq);
  }
}

/** Whether this card came just now: told once, so that it is brought into sight once. */
export function hasArrived(key: string): boolean {
  const isNew = arrived === key;
  arrived = isNew ? "" : arrived;
  return isNew;
}

export function startHelpCards(): void {
  onEvent((_conversation, event) => {
    if (event.kind === "help.card" && take(event)) {
      arrived = cardKey(event.data.conversation, event.data.card);
      say(careWords.cardArrived);
    }
  });
  effect(() => {
    const person = me.value?.person;
    if (person && link.value === "live") {
      loadCards(person).catch(() => undefined); // the next connection asks again
    }
  });
}
