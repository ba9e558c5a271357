// Saying yes, and taking it back.
import type { ConsentKind } from "../lib/wire";
import { request } from "./request";
import { loadProfile } from "./saving";

export async function giveConsent(what: ConsentKind): Promise<true> {
  await request("consent.give", { what });
  await loadProfile();
  return true;
}

export async function withdrawConsent(what: ConsentKind): Promise<true> {
  await request("consent.withdraw", { what });
  await loadProfile();
  return true;
}
