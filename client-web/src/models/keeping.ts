// What those who look after a group do about it: how it lives, who rests from writing, who has
// been quiet.
import { effect, signal } from "@preact/signals";
import type { Params, Results } from "../lib/wire";
import { loadGroup } from "./groups";
import { request } from "./request";
import { me } from "./state";

export type QuietRow = Results["group.quiet"]["members"][number];

export const quiet = signal<{ conversation: string; rows: readonly QuietRow[]; more: boolean } | null>(null);

effect(() => {
  if (me.value === null) {
    quiet.value = null;
  }
});

export async function loadQuiet(conversation: string): Promise<void> {
  const found = await request("group.quiet", { conversation });
  quiet.value = { conversation, rows: found.members, more: found.more === true };
}

export async function setGroup(params: Params["group.set"]): Promise<true> {
  await request("group.set", params);
  await loadGroup(params.conversation);
  return true;
}

/** Null: may write again. */
export async function mute(params: Params["group.mute"]): Promise<true> {
  await request("group.mute", params);
  await loadGroup(params.conversation);
  return true;
}

const DAY_MS = 86_400_000;

export function wholeDays(since_utc_ms: number, now_utc_ms: number): number {
  return Math.max(0, Math.floor((now_utc_ms - since_utc_ms) / DAY_MS));
}

/** The lines that are left when empty ones are taken out. */
export function linesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at]);
}
