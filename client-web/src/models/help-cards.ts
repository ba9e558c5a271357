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

let closed = new Set<string>();

/** Puts the card there, unless it was closed here; true when it is new. */
function take(event: WireEvent): boolean {
  if (event.kind !== "help.card" || serverNow_utc_ms() - event.at > SHOWN_MS) {
    return false;
  }
  const key = cardKey(event.data.conversation, event.data.seq);
  if (closed.has(key) || helpCards.value.has(key)) {
    return false;
  }
  helpCards.value = new Map(helpCards.value).set(key, event.data.card);
  return true;
}

function inboxOf(): string | undefined {
  return Array.from(conversations.value.values()).find((row) => row.kind === "inbox")?.id;
}

/** Cards that came while this device was away, or before it was signed in. */
async function loadCards(person: string): Promise<void> {
  const prefix = closedCards(person);
  closed = new Set(Array.from((await kept<boolean>(prefix)).keys(), (key) => key.slice(prefix.length)));
  const conversation = inboxOf();
  if (conversation) {
    const page = await request("conversation.history", { conversation, limit: INBOX_PAGE });
    page.events.forEach(take);
  }
}

export function closeCard(key: string): void {
  closed.add(key);
  const rest = new Map(helpCards.value);
  rest.delete(key);
  helpCards.value = rest;
  const person = me.value?.person;
  if (person) {
    void keep(`${closedCards(person)}${key}`, true);
  }
}

export function startHelpCards(): void {
  onEvent((_conversation, event) => {
    if (take(event)) {
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
