// Looking for words in one's own conversations. The server looks through a slice at a time,
// newest first, one search at a time; whoever asked can stop whenever she likes.
import { signal } from "@preact/signals";
import { asRpcError } from "../lib/rpc-error";
import type { HistoryPage, WireEvent } from "../lib/wire";
import { request } from "./request";
import { putPeopleOf } from "./state";

export type Said = Extract<WireEvent, { kind: "message.sent" }>;

export interface Found {
  conversation: string;
  event: Said;
}

export type FindingState = "idle" | "looking" | "stopped" | "over" | "failed";

export interface Finding {
  state: FindingState;
  sought: string;
  found: readonly Found[];
  looked: number; // events so far
}

interface Place {
  conversation: string;
  before: number | undefined; // undefined: from the newest on
}

const AT_ONCE = 20; // more are looked for when one asks for more
const BUSY_MS = 150; // another of one's own devices is searching
const BUSY_MOST = 40;

const NOTHING: Finding = { state: "idle", sought: "", found: [], looked: 0 };
export const finding = signal<Finding>(NOTHING);
let places: Place[] = []; // still to be looked at, the first one next
let turn = 0; // what an earlier search brings is not wanted any more

function isSaid(event: WireEvent): event is Said {
  return event.kind === "message.sent";
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

async function slice(place: Place, words: string) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await request("message.search", {
        conversation: place.conversation, words,
        ...(place.before === undefined ? {} : { before: place.before }) });
    } catch (cause) {
      const error = asRpcError(cause);
      if (error.kind !== "busy" || tries === BUSY_MOST) {
        throw error;
      }
      await rest(error.after_ms ?? BUSY_MS);
    }
  }
}

/** One slice of the first place; what is left of it, if anything, is looked at next. */
async function lookOnce(mine: number): Promise<void> {
  const [place, ...others] = places;
  if (!place) {
    return;
  }
  const page = await slice(place, finding.value.sought);
  if (mine !== turn) {
    return;
  }
  putPeopleOf(place.conversation, page.people);
  places = page.next === undefined
    ? others : [{ ...place, before: page.next }, ...others];
  const now = finding.value;
  const found = page.events.filter(isSaid)
    .map((event) => ({ conversation: place.conversation, event }));
  finding.value = {
    ...now, found: [...now.found, ...found], looked: now.looked + page.looked };
}

/** Goes on until some more are found, or all was looked through. */
export async function lookOn(): Promise<void> {
  turn += 1;
  const mine = turn;
  const until = finding.value.found.length + AT_ONCE;
  finding.value = { ...finding.value, state: "looking" };
  try {
    while (mine === turn && places.length > 0 && finding.value.found.length < until) {
      await lookOnce(mine);
    }
    if (mine === turn) {
      finding.value = { ...finding.value, state: places.length > 0 ? "stopped" : "over" };
    }
  } catch {
    if (mine === turn) {
      finding.value = { ...finding.value, state: "failed" };
    }
  }
}

/** Looks for all of these words in these conversations, in their order. */
export function look(sought: string, conversations: readonly string[]): Promise<void> {
  places = conversations.map((conversation) => ({ conversation, before: undefined }));
  finding.value = { ...NOTHING, sought };
  return lookOn();
}

export function stopLooking(): void {
  turn += 1;
  if (finding.value.state === "looking") {
    finding.value = { ...finding.value, state: "stopped" };
  }
}

/** Nothing of it stays when one leaves the page. */
export function forgetFinding(): void {
  turn += 1;
  places = [];
  finding.value = NOTHING;
}

const AROUND = 7;

/** What was said before and after it, the message itself among it. */
export async function saidAround({ conversation, event }: Found): Promise<readonly Said[]> {
  const page: HistoryPage = await request("conversation.history", {
    conversation, around: event.seq, limit: AROUND });
  putPeopleOf(conversation, page.people);
  return page.events.filter(isSaid);
}
