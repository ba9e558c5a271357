// Signing in, accepting an invitation, signing out.
import { startAfresh } from "../lib/afresh";
import { forgetAll, wipe } from "../lib/idb";
import { unlock as unlockDevice } from "../lib/passkey";
import { unlock } from "../lib/quick-exit";
import { asRpcError } from "../lib/rpc-error";
import { callHttp } from "../lib/rpc-http";
import type { SessionRow } from "../lib/wire";
import { forgetDrafts } from "./drafts";
import { connect, disconnect, setLeaving } from "./engine";
import { forgetAnswers } from "./kept-answers";
import { request } from "./request";
import { goInstead, HOME, invitation } from "./routes";
import { forgetOutbox } from "./sending";
import {
  clearState, closedCards, me, readNotices, seenReports, sessions, signedIn, signedOut,
  type SignedOut,
} from "./state";
import { clearSync } from "./sync";

let leaving: Promise<void> = Promise.resolve();

export async function signIn(handle: string, password: string, code: string): Promise<void> {
  await leaving; // its answer takes the cookie away: not the new one
  await callHttp("session.start", code === "" ? { handle, password } : { handle, password, code });
  begin();
}

/** By unlocking this phone or computer: it knows whose it is. */
export async function signInByUnlocking(): Promise<void> {
  await leaving;
  const answer = await unlockDevice(await callHttp("session.passkey_begin", {}));
  await callHttp("session.passkey_start", answer);
  begin();
}

/** Whoever had to set something up first goes on. */
export function connectAgain(): void {
  begin();
}

export async function acceptInvitation(
  invite: string, name: string, handle: string, password: string,
): Promise<void> {
  await leaving;
  await callHttp("session.accept_invite", { invite, name, handle, password });
  // Whoever was signed in before is signed out: the cookie is another one now.
  const another = me.value !== null;
  await request("session.end", {}).catch(() => undefined);
  invitation.value = null;
  if (another) {
    unlock();
    leavePage(null);
  } else {
    begin();
  }
}

function begin(): void {
  unlock();
  disconnect();
  clearSync();
  clearState();
  goInstead(HOME);
  signedIn.value = "unknown";
  signedOut.value = null;
  connect();
}

/** All other devices are signed out; this one goes on. */
export async function changePassword(
  password: string, new_password: string, code: string,
): Promise<void> {
  await callHttp("account.set_password",
    code === "" ? { password, new_password } : { password, new_password, code });
  sessionsChanged();
}

/** Nothing of her is left on the page, nor anywhere in its memory. */
function leavePage(why: SignedOut): void {
  disconnect();
  clearSync();
  clearState();
  startAfresh(why);
}

/** Ends this session and takes one's unsent words off this device. */
export async function signOut(why: SignedOut = null): Promise<void> {
  const person = me.value?.person;
  setLeaving(true); // the connection may hear of it before the answer is here
  await callHttp("session.end", {}).catch((cause: unknown) => {
    if (asRpcError(cause).kind !== "unauthenticated") {
      setLeaving(false);
      throw cause;
    }
  });
  disconnect();
  if (person) {
    await forgetOutbox(person);
    await forgetDrafts(person);
    await forgetAnswers(person);
    await forgetAll(closedCards(person));
    await forgetAll(seenReports(person));
    await forgetAll(readNotices(person));
  }
  leavePage(why);
}

/** The ones used last come first. */
export async function loadSessions(): Promise<readonly SessionRow[]> {
  const { sessions: all } = await request("session.list", {});
  sessions.value = all.slice().sort((a, b) => b.seen_at - a.seen_at);
  return sessions.value;
}

/** Some may have ended: the page that shows them follows, the next time at the latest. */
export function sessionsChanged(): void {
  if (sessions.value.length > 0) {
    loadSessions().catch(() => undefined);
  }
}

export async function signOutEverywhere(): Promise<void> {
  for (const session of await loadSessions()) {
    if (!session.current) {
      await request("session.revoke", { session: session.id });
    }
  }
  await signOut("everywhere");
}

async function endLeft(): Promise<void> {
  try {
    await callHttp("session.end", {});
    unlock();
  } catch (cause) {
    if (asRpcError(cause).kind === "unauthenticated") {
      unlock();
    }
  }
}

/** After a quick exit: whatever could not be done while the page went is done now. */
export function finishLeaving(): void {
  signedIn.value = "no";
  wipe("go_on");
  leaving = endLeft();
}
