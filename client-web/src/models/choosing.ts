// Which message has its options open, and what those options do.
import { signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import type { Params, Reaction } from "../lib/wire";
import { request } from "./request";

export type Choosing =
  | { step: "none" }
  | { step: "options" | "remove"; seq: number; busy: boolean; error: string | null };

export const choosing = signal<Choosing>({ step: "none" });

export function closeOptions(): void {
  choosing.value = { step: "none" };
}

export function toggleOptions(seq: number): void {
  const now = choosing.value;
  const isOpen = now.step !== "none" && now.seq === seq;
  choosing.value = isOpen ? { step: "none" } : { step: "options", seq, busy: false, error: null };
}

export function askRemove(seq: number): void {
  choosing.value = { step: "remove", seq, busy: false, error: null };
}

async function run<C extends "message.react" | "message.remove">(
  method: C, params: Params[C],
): Promise<boolean> {
  const before = choosing.value;
  if (before.step === "none") {
    return false;
  }
  choosing.value = { ...before, busy: true, error: null };
  try {
    await request(method, params);
    closeOptions();
    return true;
  } catch (cause) {
    choosing.value = { ...before, busy: false, error: errorWords(cause) };
    return false;
  }
}

export function react(conversation: string, seq: number, reaction: Reaction | null) {
  return run("message.react", { conversation, seq, reaction });
}

export function remove(conversation: string, seq: number): Promise<boolean> {
  return run("message.remove", { conversation, seq });
}
