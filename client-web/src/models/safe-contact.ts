// When and how it is safe to reach oneself, and what the page looks like to others.
import { effect, signal } from "@preact/signals";
import { setLook } from "../lib/look";
import type { SafeContact } from "../lib/wire";
import { request } from "./request";
import { link, me } from "./state";
import { newTask } from "./task";

export type Contact = SafeContact["contact"];

export const safeContact = signal<SafeContact | null>(null);
export const safeContactTask = newTask();

export async function loadSafeContact(): Promise<void> {
  const now = await request("account.safe_contact", {});
  safeContact.value = now;
  if (now.said_at !== undefined) {
    setLook(now.contact.look); // as chosen on another device, perhaps
  }
}

/** At once on this device; on others when they next connect. */
export async function saveSafeContact(contact: Contact): Promise<boolean> {
  const done = await safeContactTask.run(async () => {
    await request("account.set_safe_contact", contact);
    await loadSafeContact();
    return true;
  });
  return done === true;
}

export function startSafeContact(): void {
  effect(() => {
    if (me.value === null) {
      safeContact.value = null; // somebody else may sign in
    }
  });
  effect(() => {
    if (link.value === "live") {
      loadSafeContact().catch(() => undefined); // the page itself says what is wrong
    }
  });
}
