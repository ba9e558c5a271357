// Deleting one's account: what would go and stay, asking for it, and coming back.
import { signal } from "@preact/signals";
import { callHttp } from "../lib/rpc-http";
import type { ErasurePlan } from "../lib/wire";
import { proof } from "./account";
import { request } from "./request";

/** What the server says would happen, or is under way; null before it is known. */
export const plan = signal<ErasurePlan | null>(null);

export async function loadPlan(): Promise<void> {
  plan.value = await request("account.erasure_plan", {});
}

/** Over HTTP, where the password is checked. */
export async function deleteAccount(password: string, code: string): Promise<void> {
  await callHttp("account.erase", proof(password, code));
  await loadPlan();
}

export async function keepAccount(): Promise<void> {
  await request("account.erase_cancel", {});
  await loadPlan();
}
