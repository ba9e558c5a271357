// Moves the outbox: keeps it on the device, sends what can be sent, takes answers and events.
import { forget, forgetAll, keep, kept } from "../lib/idb";
import { asRpcError, type RpcError } from "../lib/rpc-error";
import { newUuid } from "../lib/uuid";
import type { Draft } from "./drafts";
import { backoff_ms } from "./reconnect";
import {
  accepted, allLost, lost, newItem, nextMoment, type OutboxItem, refused, restored, sending,
  toSend, without,
} from "./outbox";
import { request } from "./request";
import { link, me, outbox } from "./state";
import { lastSeq, onEvent } from "./sync";

let timer: ReturnType<typeof setTimeout> | undefined;

function key(person: string, cid = ""): string {
  return `outbox/${person}/${cid}`;
}

function put(items: readonly OutboxItem[]): void {
  outbox.value = items;
}

/** Reads what this person left unsent on this device. */
export async function restoreOutbox(person: string): Promise<void> {
  const found = Array.from((await kept<OutboxItem>(key(person))).values());
  const here = new Set(outbox.value.map((item) => item.cid));
  put([...restored(found.filter((item) => !here.has(item.cid))), ...outbox.value]);
  pump();
}

export function sendMessage(conversation: string, draft: Draft): void {
  const person = me.value?.person;
  if (!person) {
    return;
  }
  const item = newItem({
    ...draft, cid: newUuid(), person, conversation, made_utc_ms: Date.now() });
  put([...outbox.value, item]);
  // Sending waits for the device to have it, so that no crash in between can lose it.
  void keep(key(person, item.cid), item).then(pump);
}

export function discardItem(cid: string): void {
  const item = outbox.value.find((candidate) => candidate.cid === cid);
  put(without(outbox.value, cid));
  if (item) {
    void forget(key(item.person, cid));
  }
}

export function forgetOutbox(person: string): Promise<void> {
  return forgetAll(key(person));
}

export function pump(): void {
  clearTimeout(timer);
  if (link.value !== "live") {
    return;
  }
  const now = Date.now();
  toSend(outbox.value, now).forEach((item) => void sendOne(item));
  const later = nextMoment(outbox.value, now);
  if (later !== null) {
    timer = setTimeout(pump, later - now);
  }
}

async function sendOne(item: OutboxItem): Promise<void> {
  put(sending(outbox.value, item.cid));
  const { conversation, cid, text, reply_to, cover } = item;
  const reply = reply_to === null ? {} : { reply_to };
  const under = cover ? { cover } : {}; // kept by an older page, it has none
  try {
    const made = await request("message.send", { conversation, cid, text, ...reply, ...under });
    if (made.seq <= lastSeq(conversation)) {
      discardItem(cid); // stored before, and its event is behind us
    } else {
      put(accepted(outbox.value, cid));
      await forget(key(item.person, cid));
    }
  } catch (cause) {
    takeRefusal(item, asRpcError(cause));
  }
  pump();
}

function takeRefusal(item: OutboxItem, error: RpcError): void {
  if (error.retry !== "no") {
    const gone = error.kind === "no_connection";
    const wait_ms = gone ? 0 : error.after_ms ?? 500 + backoff_ms(item.attempts, Math.random());
    put(lost(outbox.value, item.cid, wait_ms === 0 ? 0 : Date.now() + wait_ms));
    return;
  }
  put(refused(outbox.value, item.cid, error.kind));
  const now = outbox.value.find((candidate) => candidate.cid === item.cid);
  if (now) {
    void keep(key(item.person, item.cid), now);
  }
}

export function outboxDisconnected(): void {
  clearTimeout(timer);
  put(allLost(outbox.value));
}

/** The own event with a cid ends that item, whether or not its answer came first. */
export function startOutbox(): void {
  onEvent((_conversation, event) => {
    if (event.kind === "message.sent" && event.by === me.value?.person && event.data.cid) {
      discardItem(event.data.cid);
    }
  });
}
