// Meetings of one's groups: those to come or under way, and those that are over; what one says
// about them oneself; and how a round that goes on is followed.
import { effect, signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import { oneAtATimeEach } from "../lib/one-at-a-time";
import { asRpcError } from "../lib/rpc-error";
import type { Meeting, Params } from "../lib/wire";
import { groupWords } from "../strings-group";
import { request } from "./request";
import { liveOf, newsOf, type RoundNews } from "./round";
import { route } from "./routes";
import { conversations, me, say } from "./state";
import { onEvent } from "./sync";
import { titleOf } from "./titles";

export interface Meetings {
  coming: readonly Meeting[]; // soonest first
  past: readonly Meeting[] | null; // newest first; null: not asked for
}

/** By group, as far as it was asked for. */
export const meetings = signal<ReadonlyMap<string, Meetings>>(new Map());

/** A round that has just come to its end while one was there. */
export const justOver = signal<{ conversation: string; meeting: string } | null>(null);

function put(conversation: string, patch: Partial<Meetings>): void {
  const before = meetings.value.get(conversation) ?? { coming: [], past: null };
  meetings.value = new Map(meetings.value).set(conversation, { ...before, ...patch });
}

function newsWords(conversation: string, news: RoundNews): string {
  switch (news.what) {
    case "began":
      return groupWords.sayBegan(titleOf(conversation));
    case "turn":
      return groupWords.turnOf(news.name);
    default:
      return groupWords.says[news.what];
  }
}

function tellNews(conversation: string, before: Meeting | undefined, now: Meeting | undefined): void {
  const news = newsOf(before, now, me.value?.person);
  const at = route.value;
  const isHere = "conversation" in at && at.conversation === conversation;
  if (news && (isHere || news.what === "began" || news.what === "yours")) {
    say(newsWords(conversation, news));
  }
}

export const loadPast = oneAtATimeEach(async (conversation) => {
  const found = await request("meeting.list", { conversation, past: true });
  put(conversation, { past: found.meetings });
});

export const loadMeetings = oneAtATimeEach(async (conversation) => {
  const found = await request("meeting.list", { conversation });
  const known = meetings.value.get(conversation);
  const before = liveOf(known?.coming);
  put(conversation, { coming: found.meetings });
  const now = before
    ? found.meetings.find(({ meeting }) => meeting === before.meeting) : liveOf(found.meetings);
  if (known) {
    tellNews(conversation, before, now);
  }
  if (before && !now) {
    justOver.value = { conversation, meeting: before.meeting };
    await loadPast(conversation); // what comes next stands there
  }
});

/** A refusal in words: two were at it at once, or a window was behind. */
export function explainRound(cause: unknown): string {
  return asRpcError(cause).kind === "wrong_state" ? groupWords.movedOn : errorWords(cause);
}

export function meetingOf(conversation: string, id: string): Meeting | undefined {
  const known = meetings.value.get(conversation);
  return [...known?.coming ?? [], ...known?.past ?? []].find(({ meeting }) => meeting === id);
}

type MeetingChange = Extract<keyof Params, `meeting.${string}`>;

/** Does one thing to a meeting, then looks again. */
export async function changeMeeting<C extends Exclude<MeetingChange, "meeting.list">>(
  conversation: string, method: C, params: Params[C],
): Promise<true> {
  await request(method, params);
  await loadMeetings(conversation);
  if (meetings.value.get(conversation)?.past) {
    await loadPast(conversation);
  }
  return true;
}

export function showsMeetings(conversation: string): boolean {
  const at = route.value;
  return (at.view === "group" || at.view === "meeting" || at.view === "keep") &&
    at.conversation === conversation;
}

/** Quietly: what is known stays, and the next connection or change asks again. */
export function followMeetings(conversation: string): void {
  if (conversations.value.get(conversation)?.kind !== "group") {
    return;
  }
  loadMeetings(conversation).catch(() => undefined);
  if (showsMeetings(conversation)) {
    loadPast(conversation).catch(() => undefined);
  }
}

export function startMeetings(): void {
  onEvent((_conversation, event) => {
    const data = event.kind === "care.changed" ? event.data : undefined;
    if (data?.what === "group" && data.id !== undefined && meetings.value.has(data.id)) {
      followMeetings(data.id);
    }
  });
  effect(() => {
    if (me.value === null) {
      meetings.value = new Map();
      justOver.value = null;
    }
  });
}

