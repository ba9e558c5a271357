// "June is writing": told at most every 3 s, believed for 6 s.
import { asRpcError } from "../lib/rpc-error";
import { byOf, type SignalParams } from "../lib/wire";
import { request } from "./request";
import { typing } from "./state";
import { onEvent } from "./sync";

const TELL_EVERY_MS = 3_000; // the server's bucket gives one each 3 s
const AGAIN_AFTER_MS = 1_000; // after a refusal that names no time
const BELIEVE_MS = 6_000; // two tellings: one may get lost
let told_ms = 0;

function put(conversation: string, change: (persons: Map<string, number>) => void): void {
  const persons = new Map(typing.value.get(conversation));
  change(persons);
  typing.value = new Map(typing.value).set(conversation, persons);
}

export function takeTyping(signal: SignalParams & { type: "typing" }): void {
  const until = Date.now() + BELIEVE_MS;
  put(signal.conversation, (persons) => {
    if (signal.on) {
      persons.set(signal.person, until);
    } else {
      persons.delete(signal.person);
    }
  });
  if (signal.on) {
    setTimeout(() => expire(signal.conversation, signal.person, until), BELIEVE_MS);
  }
}

function expire(conversation: string, person: string, until: number): void {
  if (typing.value.get(conversation)?.get(person) === until) {
    put(conversation, (persons) => persons.delete(person));
  }
}

/** Whoever's message arrived has stopped typing. */
export function startTyping(): void {
  onEvent((conversation, event) => {
    const by = byOf(event) ?? "";
    if (event.kind === "message.sent" && typing.value.get(conversation)?.has(by)) {
      put(conversation, (persons) => persons.delete(by));
    }
  });
}

/** Says so, if it was not said just now. Stopping needs no word: it fades, or the message comes. */
export function tellTyping(conversation: string): void {
  const now = Date.now();
  if (now - told_ms < TELL_EVERY_MS) {
    return;
  }
  told_ms = now;
  request("conversation.typing", { conversation, on: true })
    .catch((cause: unknown) => {
      // It was not passed on: a later key says it again, as soon as that may help.
      told_ms = now - TELL_EVERY_MS + (asRpcError(cause).after_ms ?? AGAIN_AFTER_MS);
    });
}
