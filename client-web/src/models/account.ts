// One's account: the second step of signing in, and what happened that one should know of. Over
// HTTP, since whoever has to set the second step up has no connection yet.
import { effect, signal } from "@preact/signals";
import { keep, kept } from "../lib/idb";
import { asRpcError } from "../lib/rpc-error";
import { callHttp } from "../lib/rpc-http";
import type { Results } from "../lib/wire";
import { accountWords } from "../strings-account";
import { loadPasskeys, passkeys } from "./passkeys";
import { route } from "./routes";
import { sessionsChanged } from "./session";
import { accountNotices, link, me, readNotices, say, tell } from "./state";
import { onEvent } from "./sync";

export type SecondFactor = Results["account.second_factor"];
export type { AccountNotice } from "../lib/wire";

export const secondFactor = signal<SecondFactor | null>(null);
/** A code for a new password is under way, and can be stopped. */
export const recovery = signal<{ usable_at: number } | null>(null);

export type Key = Results["account.second_factor_begin"];

/** Where one is in setting the second step up. */
export type Step =
  | { at: "rest" }
  | { at: "begin" }
  | { at: "remove" }
  | { at: "key"; key: Key }
  | { at: "codes"; codes: readonly string[] };
export const step = signal<Step>({ at: "rest" });

/** Nothing of a key or a code stays when the page goes. */
export function rest(): void {
  step.value = { at: "rest" };
}

export async function loadSecondFactor(): Promise<void> {
  secondFactor.value = await callHttp("account.second_factor", {});
}

/** What shows that it is her: a code only where the second step is on. */
export function proof(password: string, code: string): { password: string; code?: string } {
  return code === "" ? { password } : { password, code };
}

export async function beginSecondFactor(password: string, code: string): Promise<void> {
  const key = await callHttp("account.second_factor_begin", proof(password, code));
  step.value = { at: "key", key };
}

export async function confirmSecondFactor(code: string): Promise<void> {
  const { codes } = await callHttp("account.second_factor_confirm", { code });
  step.value = { at: "codes", codes };
  sessionsChanged();
  await loadSecondFactor().catch(() => undefined); // it is on: the page says so later
}

export async function removeSecondFactor(password: string, code: string): Promise<void> {
  await callHttp("account.second_factor_remove", proof(password, code));
  rest();
  await loadSecondFactor();
}

export async function loadNotices(): Promise<void> {
  const told = await callHttp("account.notices", {});
  accountNotices.value = told.notices;
  recovery.value = told.recovery ?? null;
}

/** Up to when she has read on this device what it may not close. */
export const readUntil_utc_ms = signal(0);

function newest_utc_ms(): number {
  return Math.max(0, ...accountNotices.value.map((notice) => notice.at));
}

/** Those that this device may close are gone; what came before it signed in stays a fortnight. */
export async function closeNotices(): Promise<void> {
  await callHttp("account.notices_seen", {});
  await loadNotices();
  if (accountNotices.value.length > 0 && me.value) {
    readUntil_utc_ms.value = newest_utc_ms();
    void keep(readNotices(me.value.person), readUntil_utc_ms.value);
  }
}

async function loadRead(person: string): Promise<void> {
  const [read] = (await kept<number>(readNotices(person))).values();
  if (me.value?.person === person) {
    readUntil_utc_ms.value = read ?? 0;
  }
}

const SHOWN_ON = ["talks", "today", "me"]; // the pages on which the notices stand

/** Whatever one is doing: it may be somebody else who signs in, or changes the password. */
async function hearNews(): Promise<void> {
  const before = newest_utc_ms();
  await loadNotices();
  if (newest_utc_ms() > before) {
    (SHOWN_ON.includes(route.value.view) ? say : tell)(accountWords.newsCame);
  }
}

export async function cancelRecovery(): Promise<void> {
  await callHttp("account.recovery_cancel", {});
  await loadNotices();
}

/** Sets a new password with the code that the team gave. */
export async function recover(handle: string, code: string, new_password: string): Promise<void> {
  await callHttp("account.recover", { handle, code, new_password });
}

export function startAccount(): void {
  onEvent((_conversation, event) => {
    if (event.kind === "care.changed" && event.data.what === "account") {
      hearNews().catch(() => undefined); // the next time one comes tells
      sessionsChanged();
      if (passkeys.value !== null) {
        loadPasskeys().catch(() => undefined); // a new password takes them away
      }
    }
  });
  effect(() => {
    if (me.value === null) {
      accountNotices.value = [];
      recovery.value = null;
      readUntil_utc_ms.value = 0;
      secondFactor.value = null;
      passkeys.value = null;
      rest();
    } else if (link.value === "live") {
      void loadRead(me.value.person);
      loadNotices().catch(() => undefined);
    }
  });
}

const WRONG = ["wrong_state", "step_up", "bad_request"]; // the last: too short to be one, too long

/** Which box was at fault, as far as the server says. */
export function wrongBox(cause: unknown): "password" | "code" | null {
  const { kind, field } = asRpcError(cause);
  return WRONG.includes(kind) && (field === "password" || field === "code") ? field : null;
}
