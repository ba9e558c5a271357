// One match as one of its two people sees it, and what she may do about it.
import { signal } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import type { CallFeel, CallMode, MatchCard, MatchRow } from "../lib/wire";
import { request } from "./request";
import { loadToday, today } from "./today";

export const matchCard = signal<MatchCard | null>(null);

export async function loadMatch(match: string): Promise<void> {
  matchCard.value = await request("match.get", { match });
}

export function matchOfConversation(conversation: string): MatchRow | null {
  return today.value?.matches.find((row) => row.conversation === conversation) ?? null;
}

export type MatchChange = "pause" | "resume" | "ask_change" | "end_planned" | "end_now" | "rematch";

function ask(change: MatchChange, match: string, reason: string): Promise<unknown> {
  const why = reason === "" ? {} : { reason };
  switch (change) {
    case "pause":
      return request("match.pause", { match });
    case "resume":
      return request("match.resume", { match });
    case "ask_change":
      return request("match.ask_change", { match, ...why });
    case "end_planned":
      return request("match.end", { match, planned: true, ...why });
    case "end_now":
      return request("match.end", { match, planned: false, ...why });
    case "rematch":
      return request("match.rematch", { match });
  }
}

export async function changeMatch(
  change: MatchChange, match: string, reason: string,
): Promise<true> {
  await ask(change, match, reason);
  await loadToday();
  return true;
}

export interface CallNote { days_ago: number; mode: CallMode; minutes: number; feel: CallFeel }

const DAY_MS = 86_400_000;

export async function logCall(match: string, call: CallNote): Promise<true> {
  const { days_ago, ...rest } = call;
  await request("call.log", { match, at: serverNow_utc_ms() - days_ago * DAY_MS, ...rest });
  return true;
}
