// One's own answers: what the server has, what still waits here, and moving the one to the other.
import { errorWords, kindWords } from "../lib/error-words";
import type { Audience, Field } from "../lib/fields";
import { asRpcError, type RpcError } from "../lib/rpc-error";
import type { ConsentKind, ProfileAnswers } from "../lib/wire";
import { storyWords } from "../strings-story";
import { effect, signal } from "@preact/signals";
import {
  answerLost, answerRefused, answerSending, answersToSend, answerStored, answersWaiting,
  nextAnswerMoment, type PendingAnswer, withAnswer,
} from "./answers";
import { forgetAnswer, keepAnswer, keptAnswers } from "./kept-answers";
import { backoff_ms } from "./reconnect";
import { request } from "./request";
import { link, me, pendingAnswers, say } from "./state";
import type { Answered, Answers } from "./story";

/** What the server has; null until it was asked. */
export const profile = signal<ProfileAnswers | null>(null);
export const profileError = signal<string | null>(null);

let timer: ReturnType<typeof setTimeout> | undefined;
let owner: string | null = null; // whose answers these are

export function ownAudiences(): Audience[] {
  const held = new Set(me.value?.roles.map((grant) => grant.role));
  return (["carer", "supporter"] as const).filter((role) => held.has(role));
}

export function isOnlySupporter(): boolean {
  return !ownAudiences().includes("carer");
}

/** A question as it is put to this person. */
export function questionOf(field: Field): string {
  return (isOnlySupporter() && field.question_supporter) || field.question;
}

export async function loadProfile(): Promise<void> {
  try {
    profile.value = await request("profile.get", {});
    profileError.value = null;
  } catch (cause) {
    profileError.value = errorWords(cause);
  }
}

/** The answers as she gave them, whether or not they have arrived. */
export function ownAnswers(): Answers {
  const all = new Map<string, Answered>();
  profile.value?.answers.forEach(({ field, values, shown }) => all.set(field, { values, shown }));
  pendingAnswers.value.forEach(({ field, values, shown }) => all.set(field, { values, shown }));
  return all;
}

export function consentTo(what: ConsentKind) {
  return profile.value?.consents.find((consent) => consent.what === what) ?? null;
}

function put(items: readonly PendingAnswer[]): void {
  pendingAnswers.value = items;
}

/** Keeps an answer at once and sends it; words that are still being typed wait a moment. */
export function saveAnswer(
  field: string, values: readonly string[], shown: boolean, wait_ms = 0,
): void {
  const person = me.value?.person;
  if (!person) {
    return;
  }
  put(withAnswer(pendingAnswers.value, {
    person, field, values, shown, not_before_utc_ms: Date.now() + wait_ms }));
  const item = pendingAnswers.value.find((one) => one.field === field);
  if (item) {
    void keepAnswer(item).then(pumpAnswers);
  }
}

export function sendAgain(item: PendingAnswer): void {
  saveAnswer(item.field, item.values, item.shown);
}

export function dropAnswer(item: PendingAnswer): void {
  put(pendingAnswers.value.filter((one) => one.field !== item.field));
  void forgetAnswer(item.person, item.field);
}

export function pumpAnswers(): void {
  clearTimeout(timer);
  if (link.value !== "live") {
    return;
  }
  const now = Date.now();
  answersToSend(pendingAnswers.value, now).forEach((item) => void sendOne(item));
  const later = nextAnswerMoment(pendingAnswers.value, now);
  if (later !== null) {
    timer = setTimeout(pumpAnswers, later - now);
  }
}

/** What the server has now, so that nothing flickers between its answer and the next look. */
function noteStored({ field, values, shown }: PendingAnswer): void {
  const now = profile.value;
  if (now) {
    const rest = now.answers.filter((answer) => answer.field !== field);
    const answers = values.length === 0 ? rest : [...rest, { field, values: values.slice(), shown }];
    profile.value = { ...now, answers };
  }
}

async function sendOne(item: PendingAnswer): Promise<void> {
  const { person, field, values, shown, version } = item;
  put(answerSending(pendingAnswers.value, field));
  try {
    await request("profile.answer", { field, values: values.slice(), shown });
    if (person !== me.value?.person) {
      return;
    }
    noteStored(item);
    put(answerStored(pendingAnswers.value, field, version));
    if (!pendingAnswers.value.some((one) => one.field === field)) {
      await forgetAnswer(person, field);
      say(storyWords.saved);
    }
  } catch (cause) {
    takeRefusal(item, asRpcError(cause));
  }
  pumpAnswers();
}

function takeRefusal(item: PendingAnswer, error: RpcError): void {
  if (error.retry === "no") {
    put(answerRefused(pendingAnswers.value, item.field, item.version, kindWords(error.kind)));
    return;
  }
  const wait_ms = error.kind === "no_connection"
    ? 0 : error.after_ms ?? 500 + backoff_ms(item.attempts, Math.random());
  put(answerLost(pendingAnswers.value, item.field, Date.now() + wait_ms));
}

/** Reads what this person left unsent on this device. */
async function restore(person: string): Promise<void> {
  const found = await keptAnswers(person);
  const here = new Set(pendingAnswers.value.map((item) => item.field));
  if (me.value?.person === person) {
    put([...answersWaiting(found.filter((item) => !here.has(item.field))), ...pendingAnswers.value]);
    pumpAnswers();
  }
}

function follow(): void {
  const person = me.value?.person ?? null;
  const isLive = link.value === "live";
  if (person !== owner) {
    owner = person;
    profile.value = null;
    if (person) {
      void restore(person);
    }
  }
  if (isLive) {
    pumpAnswers();
  } else {
    put(answersWaiting(pendingAnswers.peek()));
  }
}

/** From now on answers are sent whenever there is a connection. */
export function startSaving(): void {
  effect(() => {
    const state = [me.value?.person, link.value];
    queueMicrotask(() => state && follow()); // apart, so that only these two are watched
  });
}
