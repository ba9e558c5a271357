// What waits for somebody today: asked again whenever the inbox says that something changed.
import { effect, signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import type { SupporterState, Today } from "../lib/wire";
import { matchingWords } from "../strings-matching";
import { readClock } from "./clock";
import { request } from "./request";
import { route } from "./routes";
import { loadProfile, ownAudiences, profile } from "./saving";
import { hasNews, link, me, say } from "./state";
import { onEvent } from "./sync";

export const today = signal<Today | null>(null);
export const supporter = signal<SupporterState | null>(null);
export const todayError = signal<string | null>(null);
/** Goes up with every change, so that an open match is read again. */
export const changes = signal(0);

let isLoading = false;
let isStale = false;

/** Something that wants a word from this person, as against what she can only read. */
export function needsMe(now: Today): boolean {
  return now.offers.some((offer) => offer.state === "offered" && offer.mine === "none") ||
    now.reviews.length > 0 ||
    now.matches.some((match) => match.prompt !== undefined) ||
    now.cuppas.some((cuppa) => cuppa.i_am === "supporter" && cuppa.state === "asked");
}

const NOT_LOOKING = ["matched", "withdrawn", "closed"];

/** A request of hers is under way. */
export function isLooking(): boolean {
  const state = today.value?.request?.state;
  return state !== undefined && !NOT_LOOKING.includes(state);
}

async function ask(): Promise<void> {
  const isSupporter = ownAudiences().includes("supporter");
  const [now, state] = await Promise.all([
    request("matching.today", {}), isSupporter ? request("supporter.get", {}) : null,
    readClock()]);
  today.value = now;
  supporter.value = state;
  hasNews.value = needsMe(now);
}

/** Asks again; several wishes at once are one question, and none is lost. */
export async function loadToday(): Promise<void> {
  isStale = true;
  if (isLoading) {
    return;
  }
  isLoading = true;
  try {
    while (isStale) {
      isStale = false;
      await ask();
    }
    todayError.value = null;
  } catch (cause) {
    todayError.value = errorWords(cause); // the next connection asks again
  } finally {
    isLoading = false;
  }
}

function takeChange(): void {
  const had = hasNews.value;
  changes.value += 1;
  void loadToday().then(() => {
    if (hasNews.value && !had && route.value.view !== "today") {
      say(matchingWords.news);
    }
  });
  if (profile.value) {
    void loadProfile();
  }
}

function follow(person: string | undefined, isLive: boolean): void {
  if (!person) {
    today.value = null;
    supporter.value = null;
    changes.value += 1;
  } else if (isLive && ownAudiences().length > 0) {
    void loadToday();
  }
}

export function startToday(): void {
  onEvent((_conversation, event) => {
    if (event.kind === "matching.changed" && event.data.what !== "desk") {
      takeChange();
    }
  });
  effect(() => {
    const person = me.value?.person;
    const isLive = link.value === "live";
    queueMicrotask(() => follow(person, isLive));
  });
}
